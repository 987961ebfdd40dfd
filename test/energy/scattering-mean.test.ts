import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { scatteringMean } from '../../lib/energy/index.js';
import { morlet } from '../../lib/wavelet/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { circularConvolution, filterInTime } from '../wavelet/circular-convolution.js';
import { assertDerivatives, noise, noiseRows, unit } from './derivatives.js';
import { assertReference } from './reference.js';

for (const name of ['energy-scatmean-d128', 'energy-scatmean-d1024'] as const) {
  test(`the scattering mean agrees with automatic differentiation: ${name}`, () => {
    assertReference(name, (signalLength) => scatteringMean({ signalLength }));
  });
}

test('there are 28 components: four scales, then all pairs of scales, second filter fastest', () => {
  const { componentCount, labels } = scatteringMean({ signalLength: 64 });
  assert.equal(componentCount, 28);
  assert.deepEqual(
    [labels[0], labels[3], labels[4], labels[5], labels[27]],
    [
      'order 1, scale 2^0',
      'order 1, scale 2^3',
      'order 2, scales 2^0 and 2^0',
      'order 2, scales 2^0 and 2^1',
      'order 2, scales 2^3 and 2^5',
    ],
  );
});

test('the scattering mean is the mean modulus of circular convolutions, once and twice', () => {
  const [signalLength, firstScales, secondScales] = [16, 2, 3];
  const paths = noise(1, 2, signalLength);
  const filters = morlet({ length: signalLength, scales: 3 }).bandPass.map(filterInTime);
  const values = scatteringMean({ signalLength, firstScales, secondScales }).values(paths);
  const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / signalLength;
  const moduli = (x: ArrayLike<number>, j: number): number[] =>
    circularConvolution(x, filters[j]).map(([re, im]) => Math.hypot(re, im));
  for (let n = 0; n < 2; n++) {
    const once = [0, 1].map((j) => moduli(paths.path(n), j));
    const twice = once.flatMap((signal) => [0, 1, 2].map((l) => moduli(signal, l)));
    assertClose(values.row(n), [...once, ...twice].map(mean), 1e-15);
  }
});

test('a unit impulse has the mean modulus 1/d at every scale of order 1, since filters have unit norm', () => {
  const values = scatteringMean({ signalLength: 128 }).values(ensemble(1, 128, unit(128, 17)));
  assertClose(
    values.row(0).slice(0, 4),
    [1, 1, 1, 1].map((one) => one / 128),
    1e-16,
  );
});

for (const [signalLength, firstScales, secondScales] of [
  [8, 1, 3],
  [16, 4, 2],
  [64, 4, 6],
]) {
  test(`derivatives match differences: ${firstScales} and ${secondScales} scales at length ${signalLength}`, () => {
    assertDerivatives(scatteringMean({ signalLength, firstScales, secondScales }), 1e-5);
  });
}

test('the energy is homogeneous: ⟨∇Φₖ, x⟩ = Φₖ and the Hessian takes x to 0', () => {
  const energy = scatteringMean({ signalLength: 64 });
  const paths = noise(2, 3, 64);
  const values = energy.values(paths);
  for (const k of [0, 3, 4, 9, 27]) {
    const gradient = energy.pullback(paths, unit(28, k));
    for (let n = 0; n < 3; n++) {
      const along = gradient.path(n).reduce((sum, slope, t) => sum + slope * paths.path(n)[t], 0);
      assertClose(along, values.row(n)[k], 1e-14, `component ${k}`);
    }
  }
  assertClose(energy.hessianProduct(paths, noiseRows(3, 3, 28), paths).data, new Array(3 * 64).fill(0), 1e-13);
});

test('the Hessian is symmetric', () => {
  const energy = scatteringMean({ signalLength: 32, secondScales: 5 });
  const [x, u, v] = [noise(4, 1, 32), noise(5, 1, 32), noise(6, 1, 32)];
  const weights = noiseRows(7, 1, 24);
  const product = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    Array.from(a).reduce((sum, value, t) => sum + value * b[t], 0);
  assertClose(
    product(u.data, energy.hessianProduct(x, weights, v).data),
    product(v.data, energy.hessianProduct(x, weights, u).data),
    1e-14,
  );
});

test('where all moduli vanish the derivatives are 0', () => {
  const energy = scatteringMean({ signalLength: 32, secondScales: 5 });
  const still = ensemble(1, 32);
  const weights = noiseRows(8, 1, 24);
  for (const got of [
    energy.values(still),
    energy.pullback(still, weights),
    energy.hessianProduct(still, weights, noise(9, 1, 32)),
  ]) {
    assertClose(got.data, new Array(got.data.length).fill(0), 0);
  }
});

test('relabelling paths relabels results, and what one call leaves behind does not reach the next', () => {
  const energy = scatteringMean({ signalLength: 16, secondScales: 4 });
  const [x, v, w] = [noise(10, 2, 16), noise(11, 2, 16), noiseRows(12, 2, 20)];
  // Weights of 0 take the short cuts.
  w.row(1).fill(0, 4);
  const swapped = (data: ArrayLike<number>): number[] => {
    const half = data.length / 2;
    return [...Array.from(data).slice(half), ...Array.from(data).slice(0, half)];
  };
  const exchange = (e: typeof x) => ensembleOf([e.path(1), e.path(0)]);
  const wSwapped = { ...w, data: w.data, row: (n: number) => w.row(1 - n) };
  assertSameBits(energy.values(exchange(x)).data, swapped(energy.values(x).data));
  assertSameBits(energy.pullback(exchange(x), wSwapped).data, swapped(energy.pullback(x, w).data));
  assertSameBits(
    energy.hessianProduct(exchange(x), wSwapped, exchange(v)).data,
    swapped(energy.hessianProduct(x, w, v).data),
  );
});

test('a signal length that is no power of two and scales that do not fit it are refused', () => {
  for (const signalLength of [100, 1, 0, 2.5, NaN]) {
    const message = `scatteringMean: signalLength expects a power of two from 2, got ${signalLength}`;
    assert.throws(
      () => scatteringMean({ signalLength }),
      (error: Error) => error.name === 'RangeError' && error.message.startsWith(message),
    );
  }
  assert.throws(() => scatteringMean({ signalLength: 32 }), {
    name: 'RangeError',
    message: 'scatteringMean: secondScales expects a whole number from 1 to 5 for signal length 32, got 6',
  });
  for (const firstScales of [0, 1.5, 8]) {
    assert.throws(
      () => scatteringMean({ signalLength: 128, firstScales }),
      new RegExp(`firstScales expects a whole number from 1 to 7 for signal length 128, got ${firstScales}`),
    );
  }
});
