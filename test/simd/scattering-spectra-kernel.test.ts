import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf, matrix, matrixOf, vector, type Ensemble, type Matrix, type Vector } from '../../lib/array';
import { scatteringSpectra, waveletPower, type Energy } from '../../lib/energy';
import {
  scatteringSpectraKernel, type DerivativeKernel, type Precision, type ScatteringSpectraKernelOptions,
} from '../../lib/simd';
import { assertClose, assertSameBits, flat } from '../closeness';
import { noise, noiseRows, unit } from '../energy/derivatives';
import { withVariable } from '../environment';
import { fixture } from '../support';

/** Everything a kernel says of paths: Φ, Jᵀw, (Σ wₖ∇²Φₖ + c JᵀJ) v and Jv, one row a path. */
interface Derivatives {
  readonly values: Vector;
  readonly pullback: Vector;
  readonly products: Vector;
  readonly rates: Vector;
}

function derivativesOf(kernel: DerivativeKernel, x: Ensemble, weights: Matrix | Vector, v: Ensemble, c = 0): Derivatives {
  const { pathCount, signalLength, componentCount, width } = kernel;
  const [values, rates] = [vector(pathCount * componentCount), vector(pathCount * componentCount)];
  const [pullback, products] = [vector(pathCount * signalLength), vector(pathCount * signalLength)];
  kernel.load(x.data);
  kernel.values(values);
  kernel.pullback('data' in weights ? weights.data : weights, pullback);
  const [directions, out] = [vector(width * signalLength), vector(width * signalLength)];
  const outRates = vector(width * componentCount);
  for (let first = 0; first < pathCount; first += width) {
    const last = Math.min(first + width, pathCount);
    directions.fill(NaN).set(v.data.subarray(first * signalLength, last * signalLength));
    kernel.hessianProduct(first / width, directions, c, out, outRates);
    products.set(out.subarray(0, (last - first) * signalLength), first * signalLength);
    rates.set(outRates.subarray(0, (last - first) * componentCount), first * componentCount);
  }
  return { values, pullback, products, rates };
}

/** Jv by the energy's pullbacks of single components. */
function pushforward(energy: Energy, x: Ensemble, v: Ensemble): Vector {
  const result = vector(x.pathCount * energy.componentCount);
  for (let k = 0; k < energy.componentCount; k++) {
    const gradient = energy.pullback(x, unit(energy.componentCount, k));
    for (let n = 0; n < x.pathCount; n++) {
      result[n * energy.componentCount + k] = gradient.path(n).reduce((sum, slope, i) => sum + slope * v.path(n)[i], 0);
    }
  }
  return result;
}

function assertRelative(got: Vector, expected: ArrayLike<number>, relative: number, what: string): void {
  const greatest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assertClose(got, expected, relative * greatest, what);
}

function energyOf(signalLength: number, scales = 7, highestFrequency = 0.425): Energy {
  const sigma2 = waveletPower(noise(1, 50, signalLength), { scales, highestFrequency });
  return scatteringSpectra({ signalLength, scales, highestFrequency, sigma2 });
}

function kernelOf(energy: Energy, pathCount: number, precision?: Precision): DerivativeKernel {
  return energy.derivatives!(pathCount, precision);
}

for (const name of ['energy-scatspectra-d128', 'energy-scatspectra-d1024']) {
  for (const precision of ['single', 'double'] as const) {
    test(`the ${precision} kernel agrees with scatspectra and automatic differentiation: ${name}`, () => {
      const { params, input, expected, tolerance } = fixture(name);
      const { d, J, N } = params;
      const energy = scatteringSpectra({ signalLength: d, scales: J, highestFrequency: params.high_freq, sigma2: input.sigma2 });
      const kernel = kernelOf(energy, N, precision);
      const got = derivativesOf(kernel, ensembleOf(input.x), matrixOf(input.w), ensembleOf(input.v));
      const allowed = precision === 'single' ? tolerance.float32 : tolerance;
      assertRelative(got.values, flat(expected.value), allowed.value.rel, 'values');
      assertRelative(got.pullback, flat(expected.vjp), allowed.vjp.rel, 'pullback');
      assertRelative(got.products, flat(expected.hvp), allowed.hvp.rel, 'Hessian products');
      assertRelative(got.rates, flat(expected.jvp), allowed.jvp.rel, 'Jv');
    });
  }
}

for (const [signalLength, scales, highestFrequency] of [
  [8, 1, 0.425], [8, 4, 0.425], [16, 3, 0.5], [32, 6, 0.425], [64, 7, 0.425], [128, 4, 0.2], [256, 5, 0.05], [512, 7, 0.425],
  [4096, 2, 0.425],
]) {
  test(`in double precision the kernel is the energy: length ${signalLength}, ${scales} scales from ${highestFrequency}`, () => {
    const energy = energyOf(signalLength, scales, highestFrequency);
    const [x, v, weights] = [noise(2, 3, signalLength), noise(3, 3, signalLength), noiseRows(4, 3, energy.componentCount)];
    const got = derivativesOf(kernelOf(energy, 3, 'double'), x, weights, v);
    assertRelative(got.values, energy.values(x).data, 1e-12, 'values');
    assertRelative(got.pullback, energy.pullback(x, weights).data, 1e-12, 'pullback');
    assertRelative(got.products, energy.hessianProduct(x, weights, v).data, 1e-10, 'Hessian products');
    assertRelative(got.rates, pushforward(energy, x, v), 1e-12, 'Jv');
  });
}

test('c > 0 adds c JᵀJv to a Hessian product', () => {
  const energy = energyOf(64);
  const [x, v, weights] = [noise(5, 3, 64), noise(6, 3, 64), noiseRows(7, 3, energy.componentCount)];
  const { products, rates } = derivativesOf(kernelOf(energy, 3, 'double'), x, weights, v, 0.7);
  const curved = energy.hessianProduct(x, weights, v).data;
  const pulled = energy.pullback(x, matrix(3, energy.componentCount, pushforward(energy, x, v))).data;
  assertRelative(products, curved.map((value, i) => value + 0.7 * pulled[i]), 1e-11, 'Hessian products');
  assertRelative(rates, pushforward(energy, x, v), 1e-12, 'Jv');
});

test('one row of weights is that row for every path', () => {
  const energy = energyOf(64);
  const [x, v, row] = [noise(5, 3, 64), noise(6, 3, 64), noiseRows(8, 1, energy.componentCount).row(0)];
  const rows = matrix(3, energy.componentCount, Float64Array.from([...row, ...row, ...row]));
  const [shared, own] = [row, rows].map((weights) => derivativesOf(kernelOf(energy, 3), x, weights, v));
  assertSameBits(shared.pullback, own.pullback);
  assertSameBits(shared.products, own.products);
});

for (const precision of ['single', 'double'] as const) {
  test(`the ${precision} kernel gives a path the same bits in whatever company`, () => {
    const energy = energyOf(64);
    const [x, v, weights] = [noise(9, 7, 64), noise(10, 7, 64), noiseRows(11, 7, energy.componentCount)];
    const all = derivativesOf(kernelOf(energy, 7, precision), x, weights, v, 0.3);
    const K = energy.componentCount;
    for (const [first, last] of [[0, 1], [1, 7], [3, 6]]) {
      const part = (values: Ensemble): Ensemble => ensemble(last - first, 64, values.data.slice(first * 64, last * 64));
      const ownWeights = matrix(last - first, K, weights.data.slice(first * K, last * K));
      const some = derivativesOf(kernelOf(energy, last - first, precision), part(x), ownWeights, part(v), 0.3);
      assertSameBits(some.values, all.values.subarray(first * K, last * K), 'values');
      assertSameBits(some.pullback, all.pullback.subarray(first * 64, last * 64), 'pullback');
      assertSameBits(some.products, all.products.subarray(first * 64, last * 64), 'Hessian products');
      assertSameBits(some.rates, all.rates.subarray(first * K, last * K), 'Jv');
    }
  });
}

test('without SIMD the bits are the same', async () => {
  const energy = energyOf(128);
  const [x, v, weights] = [noise(12, 5, 128), noise(13, 5, 128), noiseRows(14, 5, energy.componentCount)];
  const fast = kernelOf(energy, 5);
  const plain = await withVariable('MICROCANON_SIMD', 'off', () => kernelOf(energy, 5));
  assert.deepEqual([fast.width, plain.width], [4, 1]);
  const [a, b] = [fast, plain].map((kernel) => derivativesOf(kernel, x, weights, v, 0.5));
  assertSameBits(a.values, b.values, 'values');
  assertSameBits(a.pullback, b.pullback, 'pullback');
  assertSameBits(a.products, b.products, 'Hessian products');
  assertSameBits(a.rates, b.rates, 'Jv');
});

for (const precision of ['single', 'double'] as const) {
  test(`the ${precision} kernel is finite on paths of zeros, constant paths and a single jump, with the energy's values`, () => {
    const energy = energyOf(64);
    const constants = [0, 2.5].map((value) => new Array<number>(64).fill(value));
    const x = ensembleOf([...constants, Array.from({ length: 64 }, (_, t) => (t < 20 ? 0 : 1))]);
    const [v, weights] = [noise(15, 3, 64), noiseRows(16, 3, energy.componentCount)];
    const got = derivativesOf(kernelOf(energy, 3, precision), x, weights, v, 0.5);
    for (const value of [...got.values, ...got.pullback, ...got.products, ...got.rates]) assert.ok(Number.isFinite(value));
    assertRelative(got.values, energy.values(x).data, precision === 'single' ? 5e-6 : 1e-12, 'values');
    // Where all moduli are 0 only the low-pass is left: its mean and its variance.
    const zero = ensemble(1, 64);
    const pulled = energy.pullback(zero, weights.row(0)).data;
    assertRelative(got.pullback.subarray(0, 64), pulled, precision === 'single' ? 1e-6 : 1e-14, 'pullback');
  });
}

test('paths that were loaded before leave nothing behind', () => {
  const energy = energyOf(64);
  const [x, y, v, weights] = [noise(17, 5, 64), noise(18, 5, 64), noise(19, 5, 64), noiseRows(20, 5, energy.componentCount)];
  const used = kernelOf(energy, 5);
  derivativesOf(used, y, noiseRows(21, 5, energy.componentCount), x, 2);
  const [again, fresh] = [used, kernelOf(energy, 5)].map((kernel) => derivativesOf(kernel, x, weights, v));
  assertSameBits(again.pullback, fresh.pullback);
  assertSameBits(again.products, fresh.products);
});

test('options that give no spectra are refused', () => {
  const filters = [vector(16), vector(16)];
  const refused = (changes: Partial<ScatteringSpectraKernelOptions>, message: RegExp): void => {
    const options = { signalLength: 8, filters, deviations: [1, 1], coefficients: [], realCount: 0, pathCount: 1, ...changes };
    assert.throws(() => scatteringSpectraKernel(options), message);
  };
  refused({ signalLength: 12 }, /scatteringSpectraKernel: signalLength expects a power of two from 8, got 12/);
  refused({ filters: [vector(16), vector(8)] }, /filters expects 16 numbers each, got 8 at 1/);
  refused({ deviations: [1] }, /filters and deviations expect as many, from 2, got 2 and 1/);
  refused({ pathCount: 0 }, /pathCount expects a whole number from 1, got 0/);
});

test('arguments of the wrong size are refused', () => {
  const energy = energyOf(64);
  const kernel = kernelOf(energy, 5);
  const K = energy.componentCount;
  assert.throws(() => kernel.load(vector(64)), /^RangeError: scatteringSpectraKernel.load: paths expects 320 numbers, got 64/);
  assert.throws(() => kernel.values(vector(1)), /values: out expects 640 numbers, got 1/);
  const noRows = /pullback: weights of 128 numbers, or one row a path, expects 640 numbers, got 2/;
  assert.throws(() => kernel.pullback(vector(2), vector(320)), noRows);
  const [four, rates] = [vector(256), vector(4 * K)];
  assert.throws(() => kernel.hessianProduct(2, four, 0, four, rates), /group expects a whole number from 0 to 1, got 2/);
  assert.throws(() => kernel.hessianProduct(0, vector(64), 0, four, rates), /directions expects 256 numbers, got 64/);
});
