import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensemble, vector } from '../../lib/array/index.js';
import { denoisingScoreMatching, scoreMatching } from '../../lib/chain/index.js';
import { autocovariance, squaredNorm } from '../../lib/energy/index.js';
import { gaussian } from '../../lib/model/index.js';
import { foldIn, key } from '../../lib/random/index.js';
import { sum, variance } from '../../lib/statistics/index.js';
import { assertClose } from '../closeness.js';

const energy = squaredNorm({ signalLength: 1 });
const base = gaussian({ signalLength: 1 });
const deviation = 0.8;
const truth = gaussian({ signalLength: 1, deviation });
/** θ of q₀ e^{−θx²} ∝ N(0, s²). */
const multiplier = (square: number): number => 0.5 * (1 / square - 1);

test('score matching of one Gaussian value: multiplier, and the variance of sliced second derivatives', () => {
  const paths = truth.sample(key(3), 20_000);
  for (const directionCount of [1, 4]) {
    const { multipliers, covariance } = scoreMatching(energy, paths, { base, key: key(4), directionCount });
    const standardError = Math.sqrt(covariance.data[0]);
    assertClose(multipliers, [multiplier(deviation ** 2)], 4 * standardError);
    // The equation 4x²θ − 2v² + 2x² has the variance 8 + 8/m at the solution, and the mean slope 4s².
    const exact = (8 + 8 / directionCount) / (16 * deviation ** 4) / 20_000;
    assertClose([covariance.data[0] / exact], [1], 0.06, `${directionCount} directions`);
  }
});

test('the stated covariance is that of estimates from many sets of paths', () => {
  const long = { signalLength: 8 };
  const [lags, white] = [autocovariance(long), gaussian(long)];
  const estimates = Array.from({ length: 60 }, (_, r) =>
    scoreMatching(lags, gaussian({ ...long, deviation }).sample(foldIn(key(5), r), 200), {
      base: white,
      key: foldIn(key(6), r),
    }),
  );
  for (const k of [0, 1]) {
    const found = variance(estimates.map(({ multipliers }) => multipliers[k]));
    const stated = sum(estimates.map(({ covariance }) => covariance.row(k)[k])) / estimates.length;
    // A variance of 60 numbers is known to √(2/59).
    assert.ok(Math.abs(found / stated - 1) < 3.5 * Math.sqrt(2 / 59), `component ${k}: ${found} for ${stated}`);
  }
});

test('denoising score matching fits the law with noise, and score matching as the noise vanishes', () => {
  const paths = truth.sample(key(7), 20_000);
  for (const noise of [1, 0.3, 0.01]) {
    const { multipliers, covariance } = denoisingScoreMatching(energy, paths, { base, deviation: noise, key: key(8) });
    assertClose(multipliers, [multiplier(deviation ** 2 + noise ** 2)], 4 * Math.sqrt(covariance.data[0]));
    assert.ok(covariance.data[0] < 2 / 20_000 / deviation ** 4, `${noise}`);
  }
});

test('wrong arguments are refused by name', () => {
  const paths = truth.sample(key(1), 4);
  assert.throws(
    () => scoreMatching(energy, paths, { base, key: key(1), directionCount: 0 }),
    /scoreMatching: directionCount expects a whole number from 1 on, got 0/,
  );
  assert.throws(
    () => denoisingScoreMatching(energy, paths, { base, key: key(1), deviation: 0 }),
    /denoisingScoreMatching: deviation expects a positive finite number, got 0/,
  );
  for (const [name, match] of [
    ['scoreMatching', scoreMatching],
    ['denoisingScoreMatching', denoisingScoreMatching],
  ] as const) {
    const options = { base, deviation: 1, key: key(1) };
    const refused = (given: Ensemble, what: string): void =>
      assert.throws(() => match(energy, given, options), new RegExp(`^RangeError: ${name}: ${what}`));
    refused(ensemble(3, energy.signalLength + 1), 'paths expect shape');
    refused(ensemble(3, energy.signalLength, vector(3 * energy.signalLength).fill(NaN)), 'paths expect finite numbers');
  }
});
