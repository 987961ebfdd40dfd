import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { autocovariance, stylized } from '../../lib/energy/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { assertBand, assertDerivatives, noise, noiseRows } from './derivatives.js';
import { assertReference } from './reference.js';

test('stylized features of (1, 2, 3) with two square lags are 14, 8, 1·4 + 4·9 and 1·9, each divided by 3', () => {
  const energy = stylized({ signalLength: 3, squareLags: 2 });
  assertClose(energy.values(ensembleOf([[1, 2, 3]])).data, [14 / 3, 8 / 3, 40 / 3, 9 / 3], 1e-15);
});

test('there are 22 components: variance, lag 1, and squares at lags 1 to 20', () => {
  const { componentCount, labels } = stylized({ signalLength: 64 });
  assert.equal(componentCount, 22);
  assert.deepEqual(
    [labels[0], labels[1], labels[2], labels[21]],
    ['variance', 'lag 1', 'squares, lag 1', 'squares, lag 20'],
  );
});

for (const name of ['energy-stylized-d128', 'energy-stylized-d1024'] as const) {
  test(`stylized features agree with automatic differentiation: ${name}`, () => {
    assertReference(name, (signalLength) => stylized({ signalLength }));
  });
}

for (const [signalLength, squareLags] of [
  [2, 1],
  [6, 2],
  [6, 5],
  [30, 20],
]) {
  test(`stylized features of length ${signalLength} to lag ${squareLags}: derivatives and band match differences and unit vectors`, () => {
    const energy = stylized({ signalLength, squareLags });
    assertDerivatives(energy);
    assertBand(energy);
  });
}

test('stylized features equal the double sums over all pairs of indices', () => {
  const [d, lags] = [15, 6];
  const paths = noise(1, 3, d);
  const values = stylized({ signalLength: d, squareLags: lags }).values(paths);
  for (let n = 0; n < 3; n++) {
    const x = paths.path(n);
    const sums = new Array<number>(2 + lags).fill(0);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        if (i === j) sums[0] += x[i] * x[j];
        if (i - j === 1) sums[1] += x[i] * x[j];
        if (i - j >= 1 && i - j <= lags) sums[1 + i - j] += x[i] ** 2 * x[j] ** 2;
      }
    }
    assertClose(
      values.row(n),
      sums.map((s) => s / d),
      1e-14,
    );
  }
});

test('its first two components are the autocovariance energy, in the other order', () => {
  const paths = noise(2, 3, 40);
  const features = stylized({ signalLength: 40 }).values(paths);
  const covariances = autocovariance({ signalLength: 40 }).values(paths);
  for (let n = 0; n < 3; n++) assertClose([features.row(n)[1], features.row(n)[0]], covariances.row(n), 1e-14);
});

test('what one call leaves behind does not reach the next', () => {
  const energy = stylized({ signalLength: 25 });
  const [a, b] = [noise(3, 2, 25), noise(4, 2, 25)];
  const weights = noiseRows(5, 2, 22);
  const alone = stylized({ signalLength: 25 });
  energy.hessianProduct(b, weights, b);
  energy.pullback(b, weights);
  assertSameBits(energy.values(a).data, alone.values(a).data);
  assertSameBits(energy.pullback(a, weights).data, alone.pullback(a, weights).data);
  assertSameBits(energy.hessianProduct(a, weights, b).data, alone.hessianProduct(a, weights, b).data);
});

test('lags that do not fit the signal are refused', () => {
  assert.throws(
    () => stylized({ signalLength: 20 }),
    /^RangeError: stylized: signalLength expects a whole number above the longest lag 20, got 20/,
  );
  for (const squareLags of [0, 1.5, NaN]) {
    assert.throws(
      () => stylized({ signalLength: 50, squareLags }),
      new RegExp(`stylized: squareLags expects a whole number from 1, got ${squareLags}`),
    );
  }
});
