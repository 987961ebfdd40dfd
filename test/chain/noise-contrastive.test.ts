import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, vectorOf } from '../../lib/array/index.js';
import { logisticContrast, noiseContrastive } from '../../lib/chain/index.js';
import { autocovariance, squaredNorm } from '../../lib/energy/index.js';
import { ar, gaussian } from '../../lib/model/index.js';
import { foldIn, key } from '../../lib/random/index.js';
import { mean, variance } from '../../lib/statistics/index.js';
import { assertClose } from '../closeness.js';

const line = { signalLength: 1 };
const [energy, base] = [squaredNorm(line), gaussian(line)];
const deviation = 0.7;
const truth = gaussian({ ...line, deviation });

/**
 * n times the covariance of (θ, c) by quadrature, for data N(0, s²) and ν points of noise N(0, 1) each: the inverse of
 * H = ∫ p (1 − h)(x², 1)(x², 1)ᵀ, h the share of data at x, less 1 + 1/ν for c.
 */
function asymptotic(ratio: number): { multiplier: number; partition: number } {
  const [spacing, h] = [0.001, [0, 0, 0]];
  for (let x = -8; x <= 8; x += spacing) {
    const p = Math.exp(-0.5 * (x / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
    const noise = (ratio * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
    const weight = ((p * noise) / (p + noise)) * spacing;
    [x ** 4, x ** 2, 1].forEach((value, i) => {
      h[i] += weight * value;
    });
  }
  const determinant = h[0] * h[2] - h[1] * h[1];
  return { multiplier: h[2] / determinant, partition: h[0] / determinant - 1 - 1 / ratio };
}

test('a Gaussian told from noise: multiplier, ln Z, and the errors that theory gives', () => {
  const pathCount = 4000;
  for (const ratio of [1, 4]) {
    const { multipliers, logPartition, covariance } = noiseContrastive(energy, truth.sample(key(1), pathCount), {
      base,
      noise: base,
      key: key(2),
      noiseCount: ratio * pathCount,
    });
    const exact = asymptotic(ratio);
    assertClose([covariance.data[0] * pathCount], [exact.multiplier], 0.1 * exact.multiplier);
    assertClose([covariance.data[3] * pathCount], [exact.partition], 0.1 * exact.partition);
    assertClose(multipliers, [0.5 * (1 / deviation ** 2 - 1)], 4 * Math.sqrt(exact.multiplier / pathCount));
    // ∫ q₀ e^{−θx²} = s.
    assertClose([logPartition], [Math.log(deviation)], 4 * Math.sqrt(exact.partition / pathCount));
  }
});

test('estimates from many sets of paths spread as stated', () => {
  const long = { signalLength: 6 };
  const lags = autocovariance(long);
  const estimates = Array.from({ length: 50 }, (_, r) =>
    noiseContrastive(lags, ar([0.3], long).sample(foldIn(key(3), r), 300), {
      base: gaussian(long),
      noise: gaussian({ ...long, deviation: 1.2 }),
      key: foldIn(key(4), r),
    }),
  );
  const found = variance(estimates.map(({ logPartition }) => logPartition));
  const stated = mean(estimates.map(({ covariance }) => covariance.row(2)[2]));
  assert.ok(Math.abs(found / stated - 1) < 3.5 * Math.sqrt(2 / 49), `${found} for ${stated}`);
});

test('units of an energy change its multiplier and nothing else', () => {
  const [values, noise] = [truth.sample(key(5), 400), base.sample(key(6), 400)];
  const sideOf = (paths: typeof values, unit: number) => ({
    energies: matrix(
      400,
      1,
      paths.data.map((x) => unit * x * x),
    ),
    logRatios: vectorOf(Array(400).fill(0)),
  });
  const [plain, scaled] = [1, 1e6].map((unit) => logisticContrast(sideOf(values, unit), sideOf(noise, unit)));
  assertClose([scaled.multipliers[0] * 1e6, scaled.logPartition], [plain.multipliers[0], plain.logPartition], 1e-9);
});

test('points that can be told apart without error are refused, as are sides that do not fit', () => {
  const sideOf = (points: readonly number[]) => ({
    energies: matrix(points.length, 1, vectorOf(points)),
    logRatios: vectorOf(points.map(() => 0)),
  });
  assert.throws(
    () => logisticContrast(sideOf([1, 2, 3]), sideOf([4, 5, 6])),
    /noise expects points that data cannot be told from without error/,
  );
  assert.throws(() => logisticContrast(sideOf([1]), sideOf([])), /sides expect points with one log-ratio each, got 0/);
  assert.throws(
    () => logisticContrast(sideOf([1, NaN]), sideOf([2])),
    /logisticContrast: data expects finite energies, got NaN at point 1; leave the point out/,
  );
  assert.throws(
    () => logisticContrast(sideOf([1]), { energies: matrix(1, 1), logRatios: vectorOf([Infinity]) }),
    /logisticContrast: noise expects finite log-ratios, got Infinity at point 0/,
  );
  assert.throws(
    () => logisticContrast(sideOf([1]), { energies: matrix(1, 2), logRatios: vectorOf([0]) }),
    /logisticContrast: noise expects 1 energies like data, got 2/,
  );
});
