import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf, matrixOf, type Vector } from '../../lib/array/index.js';
import {
  type DerivativeKernel,
  type ScatteringMeanKernelOptions,
  scatteringMeanKernel,
} from '../../lib/compiled/index.js';
import { scatteringMean } from '../../lib/energy/index.js';
import { morlet } from '../../lib/wavelet/index.js';
import { assertClose, assertSameBits, flat } from '../closeness.js';
import { noise, noiseRows } from '../energy/derivatives.js';
import { withVariable } from '../environment.js';
import { fixture } from '../support.js';
import {
  alongDirections,
  assertDerivativesClose,
  assertSameDerivatives,
  type Derivatives,
  derivativesOfPart,
  evaluated,
  expectedDerivatives,
  largest,
  part,
  quantities,
} from './compiled-derivatives.js';

/** Three and four scales, whatever the length: an odd number has a modulus that shares its transform with none. */
function smallKernel(signalLength: number, options: Partial<ScatteringMeanKernelOptions> = {}): DerivativeKernel {
  const { bandPass } = morlet({ length: signalLength, scales: 4 });
  return scatteringMeanKernel({
    signalLength,
    pathCount: 3,
    first: bandPass.slice(0, 3),
    second: bandPass,
    ...options,
  });
}

for (const signalLength of [32, 64, 128, 512, 1024, 2048, 4096, 8192]) {
  test(`in double precision the kernel is the energy and its derivatives: length ${signalLength}`, () => {
    const energy = scatteringMean({ signalLength, firstScales: 3, secondScales: 4 });
    const [paths, directions] = [noise(1, 3, signalLength), noise(2, 3, signalLength)];
    // Weights for all, and a row a path.
    for (const [weights, c] of [
      [noiseRows(3, 1, 15).data, 0],
      [noiseRows(4, 3, 15).data, 0.7],
    ] as const) {
      const got = evaluated(energy.accelerators!.derivatives!(3, 'double'), paths, weights, directions, c);
      assertDerivativesClose(got, expectedDerivatives(energy, paths, weights, directions, c), 1e-10, `c = ${c}`);
    }
  });
}

for (const name of ['energy-scatmean-d128', 'energy-scatmean-d1024'] as const) {
  test(`in single precision the kernel agrees with automatic differentiation: ${name}`, () => {
    const { params, input, expected, tolerance } = fixture(name);
    const [paths, weights, directions] = [ensembleOf(input.x), matrixOf(input.w), ensembleOf(input.v)];
    const kernel = scatteringMean({ signalLength: params.d }).accelerators!.derivatives!(params.N);
    const got = evaluated(kernel, paths, weights.data, directions, 0);
    const keys = [
      ['values', 'value'],
      ['pullback', 'vjp'],
      ['rates', 'jvp'],
      ['hessianProduct', 'hvp'],
    ] as const;
    for (const [quantity, key] of keys) {
      const reference = flat(expected[key]);
      assertClose(got[quantity].data, reference, tolerance.float32[key].rel * largest(reference), key);
    }
  });
}

test('in single precision the median error of a Hessian product is below 1e-5 of its greatest entry', () => {
  const energy = scatteringMean({ signalLength: 1024 });
  const [paths, directions, weights] = [noise(5, 4, 1024), noise(6, 4, 1024), noiseRows(7, 4, 28).data];
  const { hessianProduct } = evaluated(energy.accelerators!.derivatives!(4), paths, weights, directions, 0);
  const expected = expectedDerivatives(energy, paths, weights, directions, 0).hessianProduct;
  for (let n = 0; n < 4; n++) {
    const errors = Array.from(hessianProduct.path(n), (value, t) => Math.abs(value - expected.path(n)[t])).sort(
      (a, b) => a - b,
    );
    const most = largest(expected.path(n));
    assert.ok(errors[512] <= 1e-5 * most, `path ${n}: median error ${errors[512]} of ${most}`);
  }
});

for (const signalLength of [32, 64, 512]) {
  test(`without SIMD the bits are those of single precision: length ${signalLength}`, async () => {
    const [paths, directions, weights] = [
      noise(8, 5, signalLength),
      noise(9, 5, signalLength),
      noiseRows(10, 5, 15).data,
    ];
    const single = evaluated(smallKernel(signalLength, { pathCount: 5 }), paths, weights, directions, 0.3);
    const scalar = await withVariable('MICROCANON_SIMD', 'off', () => smallKernel(signalLength, { pathCount: 5 }));
    assert.deepEqual([smallKernel(signalLength).width, scalar.width], [4, 1]);
    assertSameDerivatives(evaluated(scalar, paths, weights, directions, 0.3), single, 'scalar');
  });
}

for (const precision of ['single', 'double'] as const) {
  test(`the numbers of a path are the same bits in whichever company it is: ${precision}`, () => {
    const [paths, directions, weights] = [noise(11, 7, 64), noise(12, 7, 64), noiseRows(13, 7, 15)];
    const of = (from: number, to: number): Derivatives => {
      const kernel = smallKernel(64, { pathCount: to - from, precision });
      return evaluated(
        kernel,
        part(paths, from, to),
        weights.data.slice(15 * from, 15 * to),
        part(directions, from, to),
        0.5,
      );
    };
    const whole = of(0, 7);
    for (const [from, to] of [
      [0, 1],
      [1, 4],
      [4, 7],
    ]) {
      assertSameDerivatives(of(from, to), derivativesOfPart(whole, from, to), `paths ${from} to ${to - 1}`);
    }
  });

  test(`groups that share places change no bit: ${precision}`, () => {
    const [paths, directions, weights] = [noise(14, 9, 64), noise(15, 9, 64), noiseRows(16, 9, 15).data];
    const of = (mostStateBytes?: number): DerivativeKernel =>
      smallKernel(64, { pathCount: 9, precision, mostStateBytes });
    const [roomy, narrow] = [of(), of(1)];
    const expected = evaluated(roomy, paths, weights, directions, 0.5);
    assertSameDerivatives(evaluated(narrow, paths, weights, directions, 0.5), expected, 'all at one place');
    // Once more, group by group: what a group left must not reach another.
    assertSameBits(alongDirections(narrow, directions, 0.5).hessianProduct.data, expected.hessianProduct.data, 'again');
    assertSameBits(
      alongDirections(roomy, directions, 0.5).hessianProduct.data,
      expected.hessianProduct.data,
      'again, with room',
    );
  });
}

test('the same kernel takes other paths and weights in turn', () => {
  const kernel = smallKernel(64);
  const [x, y, v] = [noise(17, 3, 64), noise(18, 3, 64), noise(19, 3, 64)];
  const [u, w] = [noiseRows(20, 3, 15).data, noiseRows(21, 1, 15).data];
  const first = evaluated(kernel, x, u, v, 0.5);
  evaluated(kernel, y, w, v, 0);
  assertSameDerivatives(evaluated(kernel, x, u, v, 0.5), first, 'back again');
});

test('the derivative rates and the Gauss-Newton term do not change the Hessian product without it', () => {
  const energy = scatteringMean({ signalLength: 64 });
  const [x, v, w] = [noise(22, 2, 64), noise(23, 2, 64), noiseRows(24, 2, 28).data];
  const kernel = energy.accelerators!.derivatives!(2, 'double');
  const plain = evaluated(kernel, x, w, v, 0);
  const further = alongDirections(kernel, v, 1);
  assertSameBits(further.rates.data, plain.rates.data);
  // vᵀ(H + JᵀJ)v − vᵀHv = ‖Jv‖²
  for (let n = 0; n < 2; n++) {
    const change = further.hessianProduct.path(n).map((value, t) => value - plain.hessianProduct.path(n)[t]);
    const along = v.path(n).reduce((sum, value, t) => sum + value * change[t], 0);
    assertClose(
      along,
      plain.rates.row(n).reduce((sum, rate) => sum + rate * rate, 0),
      1e-13,
    );
  }
});

for (const precision of ['single', 'double'] as const) {
  test(`paths of zeros and of one number have finite derivatives, those of zeros all 0: ${precision}`, () => {
    const paths = ensemble(3, 64);
    paths.path(1).fill(0.3);
    paths.path(2).fill(-1e4);
    const got = evaluated(smallKernel(64, { precision }), paths, noiseRows(25, 3, 15).data, noise(26, 3, 64), 0.5);
    for (const quantity of quantities) {
      const data: Vector = got[quantity].data;
      assert.ok(data.every(Number.isFinite), quantity);
      assertClose(data.slice(0, data.length / 3), new Array(data.length / 3).fill(0), 0, quantity);
    }
  });
}

test('a path that is not finite leaves the others as they are', () => {
  const [x, v, w] = [noise(27, 3, 64), noise(28, 3, 64), noiseRows(29, 1, 15).data];
  const expected = evaluated(smallKernel(64), x, w, v, 0.5);
  x.path(2)[5] = Infinity;
  const got = evaluated(smallKernel(64), x, w, v, 0.5);
  assertSameBits(got.pullback.data.slice(0, 128), expected.pullback.data.slice(0, 128));
  assertSameBits(got.hessianProduct.data.slice(0, 128), expected.hessianProduct.data.slice(0, 128));
  assert.ok(!got.values.row(2).every(Number.isFinite));
});

test('options and arguments out of range are refused by name', () => {
  const refused = (change: Partial<ScatteringMeanKernelOptions>, message: RegExp): void =>
    assert.throws(() => smallKernel(64, change), { name: 'RangeError', message });
  refused({ signalLength: 16 }, /scatteringMeanKernel: signalLength expects a power of two from 32, got 16/);
  refused({ signalLength: 48 }, /signalLength expects a power of two from 32, got 48/);
  refused({ signalLength: 128 }, /first expects 128 numbers per filter, got 64 in filter 0/);
  refused({ pathCount: 0 }, /pathCount expects a whole number from 1, got 0/);
  const kernel = smallKernel(64);
  const numbers = (count: number): Float64Array => new Float64Array(count);
  assert.throws(() => kernel.load(numbers(191)), /scatteringMeanKernel.load: paths expects 192 numbers, got 191/);
  assert.throws(() => kernel.values(numbers(44)), /values: out expects 45 numbers, got 44/);
  const few = /pullback: weights of 15 numbers, or one row per path, expects 45 numbers, got 14/;
  assert.throws(() => kernel.pullback(numbers(14), numbers(192)), few);
  assert.throws(() => kernel.pullback(numbers(15), numbers(1)), /pullback: out expects 192 numbers, got 1/);
  const product = (group: number, directions: number, out: number, rates: number) => () =>
    kernel.hessianProduct(group, numbers(directions), 0, numbers(out), numbers(rates));
  assert.throws(product(1, 256, 256, 60), /group expects a whole number from 0 to 0, got 1/);
  assert.throws(product(0, 192, 256, 60), /directions expects 256 numbers, got 192/);
  assert.throws(product(0, 256, 192, 60), /out expects 256 numbers, got 192/);
  assert.throws(product(0, 256, 256, 45), /rates expects 60 numbers, got 45/);
});

test('an energy of paths shorter than 32 has no compiled derivatives', () => {
  assert.equal(scatteringMean({ signalLength: 16, secondScales: 4 }).accelerators?.derivatives, undefined);
  assert.equal(scatteringMean({ signalLength: 32, secondScales: 5 }).accelerators!.derivatives!(2).width, 4);
});
