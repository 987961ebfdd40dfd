import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf, matrixOf } from '../../lib/array/index.js';
import { projectedScatteringCovariance, scatteringCovariance } from '../../lib/energy/index.js';
import { morlet } from '../../lib/wavelet/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { circularConvolution, filterInTime } from '../wavelet/circular-convolution.js';
import { assertDerivatives, noise, noiseRows, unit } from './derivatives.js';
import { assertReference } from './reference.js';

/** Few scales at length 16: 2 · 2 · (1 + 3) = 16 channels, 136 components. */
const small = { signalLength: 16, firstScales: 2, secondScales: 3 };

test('the scattering covariance agrees with automatic differentiation: energy-scatcov-d128', () => {
  assertReference('energy-scatcov-d128', (signalLength) => scatteringCovariance({ signalLength }));
});

test('there are 1596 components, variances and covariances of 56 channels that say their scales and phases', () => {
  const { componentCount, labels } = scatteringCovariance({ signalLength: 64 });
  assert.equal(componentCount, 1596);
  assert.deepEqual(
    [labels[0], labels[1], labels[8], labels[1595]],
    [
      'variance of (scale 2^0, phase 0)',
      'covariance of (scale 2^0, phase 0) and (scale 2^0, phase π/3)',
      'covariance of (scale 2^0, phase 0) and (scales 2^0 and 2^0, phase 0)',
      'variance of (scales 2^3 and 2^5, phase π/3)',
    ],
  );
  assert.equal(new Set(labels).size, 1596);
});

test('the scattering covariance is that of rectified circular convolutions, by the double sums', () => {
  const { signalLength: d, firstScales, secondScales } = small;
  const filters = morlet({ length: d, scales: 3 }).bandPass.map(filterInTime);
  const paths = noise(1, 2, d);
  const values = scatteringCovariance(small).values(paths);
  for (let n = 0; n < 2; n++) {
    const firstOrder: number[][] = [];
    for (let j = 0; j < firstScales; j++) {
      for (const phase of [0, Math.PI / 3]) {
        const wave = circularConvolution(paths.path(n), filters[j]);
        firstOrder.push(wave.map(([re, im]) => Math.max(0, re * Math.cos(phase) + im * Math.sin(phase))));
      }
    }
    const channels = [...firstOrder];
    for (const signal of firstOrder) {
      for (let l = 0; l < secondScales; l++)
        channels.push(circularConvolution(signal, filters[l]).map(([re]) => Math.max(0, re)));
    }
    const expected: number[] = [];
    channels.forEach((a, i) => {
      for (const b of channels.slice(i)) {
        // Over all pairs of times: Σ (a(s) − a(t))(b(s) − b(t)) = 2d Σ (a − mean)(b − mean).
        let sum = 0;
        for (let s = 0; s < d; s++) for (let t = 0; t < d; t++) sum += (a[s] - a[t]) * (b[s] - b[t]);
        expected.push(sum / (2 * d * (d - 1)));
      }
    });
    assertClose(values.row(n), expected, 1e-15);
  }
});

test('derivatives match differences', () => {
  // Where a ReLU opens between the two sides of a difference, its slope jumps: the random paths keep clear of that.
  assertDerivatives(scatteringCovariance({ ...small, signalLength: 8 }));
  assertDerivatives(scatteringCovariance(small));
});

test('the energy is homogeneous of degree 2: ⟨∇Φₖ, x⟩ = 2Φₖ, and the Hessian takes x to the gradient', () => {
  const energy = scatteringCovariance({ signalLength: 64 });
  const paths = noise(2, 2, 64);
  const values = energy.values(paths);
  for (const k of [0, 1, 55, 56, 800, 1595]) {
    const gradient = energy.pullback(paths, unit(1596, k));
    for (let n = 0; n < 2; n++) {
      const along = gradient.path(n).reduce((sum, slope, t) => sum + slope * paths.path(n)[t], 0);
      assertClose(along, 2 * values.row(n)[k], 1e-13, `component ${k}`);
    }
  }
  const weights = noiseRows(3, 2, 1596);
  assertClose(energy.hessianProduct(paths, weights, paths).data, energy.pullback(paths, weights).data, 1e-12);
});

test('where all channels vanish the derivatives are 0', () => {
  const energy = scatteringCovariance(small);
  const still = ensemble(1, 16);
  const weights = noiseRows(4, 1, 136);
  for (const got of [
    energy.values(still),
    energy.pullback(still, weights),
    energy.hessianProduct(still, weights, noise(5, 1, 16)),
  ]) {
    assertClose(got.data, new Array(got.data.length).fill(0), 0);
  }
});

test('a number that is not finite stays visible in the values', () => {
  const paths = noise(6, 1, 16);
  paths.data[3] = NaN;
  assert.ok(scatteringCovariance(small).values(paths).data.every(Number.isNaN));
});

test('relabelling paths relabels results, and what one call leaves behind does not reach the next', () => {
  const energy = scatteringCovariance(small);
  const [x, v, w] = [noise(7, 2, 16), noise(8, 2, 16), noiseRows(9, 1, 136).row(0)];
  const exchange = (e: typeof x) => ensembleOf([e.path(1), e.path(0)]);
  const swapped = (data: ArrayLike<number>): number[] => {
    const half = data.length / 2;
    return [...Array.from(data).slice(half), ...Array.from(data).slice(0, half)];
  };
  assertSameBits(energy.values(exchange(x)).data, swapped(energy.values(x).data));
  assertSameBits(energy.pullback(exchange(x), w).data, swapped(energy.pullback(x, w).data));
  assertSameBits(energy.hessianProduct(exchange(x), w, exchange(v)).data, swapped(energy.hessianProduct(x, w, v).data));
});

test('the projected energy is the matrix times the full one, and its derivatives are those of the sum', () => {
  const projection = noiseRows(10, 3, 136);
  const [full, energy] = [scatteringCovariance(small), projectedScatteringCovariance(projection, small)];
  assert.deepEqual(
    [energy.componentCount, energy.labels],
    [3, ['principal component 1', 'principal component 2', 'principal component 3']],
  );
  const paths = noise(11, 2, 16);
  const [entries, values] = [full.values(paths), energy.values(paths)];
  for (let n = 0; n < 2; n++) {
    for (let k = 0; k < 3; k++) {
      assertClose(
        values.row(n)[k],
        projection.row(k).reduce((sum, p, i) => sum + p * entries.row(n)[i], 0),
        1e-14,
      );
    }
  }
  assertDerivatives(energy);
});

test('a recipe holds all that a worker needs to make the projected energy again', () => {
  const energy = projectedScatteringCovariance(noiseRows(12, 2, 136), small);
  const { factory, arguments: made } = structuredClone(energy.recipe!);
  assert.equal(factory, 'projectedScatteringCovariance');
  const again = projectedScatteringCovariance(...(made as Parameters<typeof projectedScatteringCovariance>));
  const paths = noise(13, 2, 16);
  assertSameBits(again.values(paths).data, energy.values(paths).data);
});

test('lengths, scales and projections that do not fit are refused', () => {
  assert.throws(
    () => scatteringCovariance({ signalLength: 100 }),
    /^RangeError: scatteringCovariance: signalLength expects a power of two from 2, got 100/,
  );
  assert.throws(
    () => scatteringCovariance({ signalLength: 16 }),
    /scatteringCovariance: secondScales expects a whole number from 1 to 4 for signal length 16, got 6/,
  );
  const narrow =
    /^RangeError: projected scattering covariance: projection expects rows of 136 numbers.* got 135 in row 0/;
  assert.throws(() => projectedScatteringCovariance(noiseRows(1, 2, 135), small), narrow);
  assert.throws(
    () => projectedScatteringCovariance([], small),
    /projection expects at least one row of 136 numbers, got none/,
  );
  const holed = matrixOf([new Array(136).fill(1)]);
  holed.data[7] = Infinity;
  assert.throws(
    () => projectedScatteringCovariance(holed, small),
    /projection expects finite numbers, got Infinity in row 0 at index 7/,
  );
});
