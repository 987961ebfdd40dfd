import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf, matrix, matrixOf, type Vector, vector } from '../../lib/array/index.js';
import {
  type DerivativeKernel,
  type Precision,
  type ScatteringSpectraKernelOptions,
  scatteringSpectraKernel,
} from '../../lib/compiled/index.js';
import { type Energy, scatteringSpectra, waveletPower } from '../../lib/energy/index.js';
import { assertClose, flat } from '../closeness.js';
import { noise, noiseRows } from '../energy/derivatives.js';
import { withVariable } from '../environment.js';
import { fixture } from '../support.js';
import {
  assertSameDerivatives,
  derivativesOfPart,
  evaluated,
  expectedDerivatives,
  largest,
  part,
  quantities,
} from './compiled-derivatives.js';

function assertRelative(got: Vector, expected: ArrayLike<number>, relative: number, what: string): void {
  assertClose(got, expected, relative * largest(expected), what);
}

function energyOf(signalLength: number, scales = 7, highestFrequency = 0.425): Energy {
  const sigma2 = waveletPower(noise(1, 50, signalLength), { scales, highestFrequency });
  return scatteringSpectra({ signalLength, scales, highestFrequency, sigma2 });
}

function kernelOf(energy: Energy, pathCount: number, precision?: Precision): DerivativeKernel {
  return energy.accelerators!.derivatives!(pathCount, precision);
}

for (const name of ['energy-scatspectra-d128', 'energy-scatspectra-d1024'] as const) {
  for (const precision of ['single', 'double'] as const) {
    test(`the ${precision} kernel agrees with scatspectra and automatic differentiation: ${name}`, () => {
      const { params, input, expected, tolerance } = fixture(name);
      const { d, J, N } = params;
      const energy = scatteringSpectra({
        signalLength: d,
        scales: J,
        highestFrequency: params.high_freq,
        sigma2: input.sigma2,
      });
      const kernel = kernelOf(energy, N, precision);
      const got = evaluated(kernel, ensembleOf(input.x), matrixOf(input.w).data, ensembleOf(input.v), 0);
      const allowed = precision === 'single' ? tolerance.float32 : tolerance;
      assertRelative(got.values.data, flat(expected.value), allowed.value.rel, 'values');
      assertRelative(got.pullback.data, flat(expected.vjp), allowed.vjp.rel, 'pullback');
      assertRelative(got.hessianProduct.data, flat(expected.hvp), allowed.hvp.rel, 'Hessian products');
      assertRelative(got.rates.data, flat(expected.jvp), allowed.jvp.rel, 'Jv');
    });
  }
}

for (const [signalLength, scales, highestFrequency] of [
  [8, 1, 0.425],
  [8, 4, 0.425],
  [16, 3, 0.5],
  [32, 6, 0.425],
  [64, 7, 0.425],
  [128, 4, 0.2],
  [256, 5, 0.05],
  [512, 7, 0.425],
  [4096, 2, 0.425],
]) {
  test(`in double precision the kernel is the energy: length ${signalLength}, ${scales} scales from ${highestFrequency}`, () => {
    const energy = energyOf(signalLength, scales, highestFrequency);
    const [x, v, weights] = [
      noise(2, 3, signalLength),
      noise(3, 3, signalLength),
      noiseRows(4, 3, energy.componentCount),
    ];
    const got = evaluated(kernelOf(energy, 3, 'double'), x, weights.data, v, 0);
    const expected = expectedDerivatives(energy, x, weights.data, v, 0);
    assertRelative(got.values.data, expected.values.data, 1e-12, 'values');
    assertRelative(got.pullback.data, expected.pullback.data, 1e-12, 'pullback');
    assertRelative(got.hessianProduct.data, expected.hessianProduct.data, 1e-10, 'Hessian products');
    assertRelative(got.rates.data, expected.rates.data, 1e-12, 'Jv');
  });
}

test('c > 0 adds c JᵀJv to a Hessian product', () => {
  const energy = energyOf(64);
  const [x, v, weights] = [noise(5, 3, 64), noise(6, 3, 64), noiseRows(7, 3, energy.componentCount)];
  const got = evaluated(kernelOf(energy, 3, 'double'), x, weights.data, v, 0.7);
  const expected = expectedDerivatives(energy, x, weights.data, v, 0.7);
  assertRelative(got.hessianProduct.data, expected.hessianProduct.data, 1e-11, 'Hessian products');
  assertRelative(got.rates.data, expected.rates.data, 1e-12, 'Jv');
});

test('one row of weights is that row for every path', () => {
  const energy = energyOf(64);
  const [x, v, row] = [noise(5, 3, 64), noise(6, 3, 64), noiseRows(8, 1, energy.componentCount).row(0)];
  const rows = matrix(3, energy.componentCount, Float64Array.from([...row, ...row, ...row]));
  const [shared, own] = [row, rows.data].map((weights) => evaluated(kernelOf(energy, 3), x, weights, v, 0));
  assertSameDerivatives(shared, own, 'shared');
});

for (const precision of ['single', 'double'] as const) {
  test(`the ${precision} kernel gives a path the same bits in whatever company`, () => {
    const energy = energyOf(64);
    const [x, v, weights] = [noise(9, 7, 64), noise(10, 7, 64), noiseRows(11, 7, energy.componentCount)];
    const K = energy.componentCount;
    const all = evaluated(kernelOf(energy, 7, precision), x, weights.data, v, 0.3);
    for (const [first, last] of [
      [0, 1],
      [1, 7],
      [3, 6],
    ]) {
      const kernel = kernelOf(energy, last - first, precision);
      const some = evaluated(
        kernel,
        part(x, first, last),
        weights.data.slice(first * K, last * K),
        part(v, first, last),
        0.3,
      );
      assertSameDerivatives(some, derivativesOfPart(all, first, last), `paths ${first} to ${last - 1}`);
    }
  });
}

test('without SIMD the bits are the same', async () => {
  const energy = energyOf(128);
  const [x, v, weights] = [noise(12, 5, 128), noise(13, 5, 128), noiseRows(14, 5, energy.componentCount)];
  const fast = kernelOf(energy, 5);
  const plain = await withVariable('MICROCANON_SIMD', 'off', () => kernelOf(energy, 5));
  assert.deepEqual([fast.width, plain.width], [4, 1]);
  const [a, b] = [fast, plain].map((kernel) => evaluated(kernel, x, weights.data, v, 0.5));
  assertSameDerivatives(a, b, 'scalar');
});

for (const precision of ['single', 'double'] as const) {
  test(`the ${precision} kernel is finite on paths of zeros, constant paths and a single jump, with the energy's values`, () => {
    const energy = energyOf(64);
    const constants = [0, 2.5].map((value) => new Array<number>(64).fill(value));
    const x = ensembleOf([...constants, Array.from({ length: 64 }, (_, t) => (t < 20 ? 0 : 1))]);
    const [v, weights] = [noise(15, 3, 64), noiseRows(16, 3, energy.componentCount)];
    const got = evaluated(kernelOf(energy, 3, precision), x, weights.data, v, 0.5);
    for (const quantity of quantities) assert.ok(got[quantity].data.every(Number.isFinite), quantity);
    assertRelative(got.values.data, energy.values(x).data, precision === 'single' ? 5e-6 : 1e-12, 'values');
    // Where all moduli are 0 only the low-pass is left: its mean and its variance.
    const zero = ensemble(1, 64);
    const pulled = energy.pullback(zero, weights.row(0)).data;
    assertRelative(got.pullback.path(0), pulled, precision === 'single' ? 1e-6 : 1e-14, 'pullback');
  });
}

test('paths that were loaded before leave nothing behind', () => {
  const energy = energyOf(64);
  const [x, y, v, weights] = [
    noise(17, 5, 64),
    noise(18, 5, 64),
    noise(19, 5, 64),
    noiseRows(20, 5, energy.componentCount),
  ];
  const used = kernelOf(energy, 5);
  evaluated(used, y, noiseRows(21, 5, energy.componentCount).data, x, 2);
  const [again, fresh] = [used, kernelOf(energy, 5)].map((kernel) => evaluated(kernel, x, weights.data, v, 0));
  assertSameDerivatives(again, fresh, 'again');
});

test('options that give no spectra are refused', () => {
  const filters = [vector(16), vector(16)];
  const refused = (changes: Partial<ScatteringSpectraKernelOptions>, message: RegExp): void => {
    const options = {
      signalLength: 8,
      filters,
      deviations: [1, 1],
      coefficients: [],
      realCount: 0,
      pathCount: 1,
      ...changes,
    };
    assert.throws(() => scatteringSpectraKernel(options), message);
  };
  refused({ signalLength: 12 }, /scatteringSpectraKernel: signalLength expects a power of two from 8, got 12/);
  refused({ filters: [vector(16), vector(8)] }, /filters expects 16 numbers per filter, got 8 in filter 1/);
  refused({ deviations: [1] }, /filters and deviations expect as many, from 2, got 2 and 1/);
  refused({ pathCount: 0 }, /pathCount expects a whole number from 1, got 0/);
});

test('arguments of the wrong size are refused', () => {
  const energy = energyOf(64);
  const kernel = kernelOf(energy, 5);
  const K = energy.componentCount;
  assert.throws(
    () => kernel.load(vector(64)),
    /^RangeError: scatteringSpectraKernel.load: paths expects 320 numbers, got 64/,
  );
  assert.throws(() => kernel.values(vector(1)), /values: out expects 640 numbers, got 1/);
  const noRows = /pullback: weights of 128 numbers, or one row per path, expects 640 numbers, got 2/;
  assert.throws(() => kernel.pullback(vector(2), vector(320)), noRows);
  const [four, rates] = [vector(256), vector(4 * K)];
  assert.throws(
    () => kernel.hessianProduct(2, four, 0, four, rates),
    /group expects a whole number from 0 to 1, got 2/,
  );
  assert.throws(() => kernel.hessianProduct(0, vector(64), 0, four, rates), /directions expects 256 numbers, got 64/);
});
