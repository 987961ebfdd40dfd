import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, matrix, matrixOf, type Vector, vector } from '../../lib/array/index.js';
import type { Precision } from '../../lib/compiled/index.js';
import { type Energy, projectedScatteringCovariance, scatteringCovariance } from '../../lib/energy/index.js';
import { assertClose, flat } from '../closeness.js';
import { noise, noiseRows } from '../energy/derivatives.js';
import { withVariable } from '../environment.js';
import { fixture } from '../support.js';
import {
  assertDerivativesClose,
  assertSameDerivatives,
  derivativesOfPart,
  evaluated,
  expectedDerivatives,
  part,
  quantities,
} from './compiled-derivatives.js';

/** Few scales at length 16: 2 · 2 · (1 + 3) = 16 channels, 136 components. */
const small = { signalLength: 16, firstScales: 2, secondScales: 3 };
/** 2 · 1 · (1 + 2) = 6 channels: tiles of four rows are not all full. */
const odd = { signalLength: 32, firstScales: 1, secondScales: 2 };

const energies: readonly (readonly [string, Energy])[] = [
  ['16 channels at length 16', scatteringCovariance(small)],
  ['6 channels at length 32', scatteringCovariance(odd)],
  ['a projection of 16 channels at length 16', projectedScatteringCovariance(noiseRows(1, 5, 136), small)],
  [
    'a projection of 56 channels at length 64',
    projectedScatteringCovariance(noiseRows(2, 3, 1596), { signalLength: 64 }),
  ],
  [
    'a projection of 6 channels at length 256',
    projectedScatteringCovariance(noiseRows(3, 4, 21), { ...odd, signalLength: 256 }),
  ],
];

for (const [precision, relative] of [
  ['double', 1e-12],
  ['single', 5e-6],
] as const) {
  for (const [what, energy] of energies) {
    test(`${precision} precision: values, pullbacks, Hessian and Gauss-Newton products are those of the energy: ${what}`, () => {
      const { signalLength, componentCount } = energy;
      const [x, v] = [noise(11, 7, signalLength), noise(12, 7, signalLength)];
      const kernel = energy.accelerators!.derivatives!(7, precision);
      for (const weights of [noiseRows(13, 7, componentCount).data, noiseRows(14, 1, componentCount).data]) {
        for (const c of [0, 0.3]) {
          const expected = expectedDerivatives(energy, x, weights, v, c);
          assertDerivativesClose(evaluated(kernel, x, weights, v, c), expected, relative, `c = ${c}`);
        }
      }
    });
  }
}

for (const name of ['energy-scatcov-d128', 'energy-scatcovpca-d128', 'energy-scatcovpca-d1024'] as const) {
  test(`the kernel agrees with automatic differentiation: ${name}`, () => {
    const { params, input, expected, tolerance } = fixture(name);
    const options = { signalLength: params.d };
    const energy = input.projector
      ? projectedScatteringCovariance(input.projector, options)
      : scatteringCovariance(options);
    const weights = matrixOf(input.w).data;
    for (const precision of ['double', 'single'] as const) {
      const got = evaluated(
        energy.accelerators!.derivatives!(params.N, precision),
        ensembleOf(input.x),
        weights,
        ensembleOf(input.v),
        0,
      );
      const compare = (quantity: 'value' | 'vjp' | 'hvp' | 'jvp', values: Vector): void => {
        const reference = flat(expected[quantity]);
        const { abs = 0, rel }: { abs?: number; rel: number } =
          precision === 'single' ? tolerance.float32[quantity] : tolerance[quantity];
        assertClose(values, reference, abs + rel * Math.max(...reference.map(Math.abs)), `${precision} ${quantity}`);
      };
      compare('value', got.values.data);
      compare('vjp', got.pullback.data);
      compare('hvp', got.hessianProduct.data);
      compare('jvp', got.rates.data);
    }
  });
}

for (const precision of ['single', 'double'] as const) {
  test(`${precision} precision: the bits of a path do not depend on how paths are cut`, () => {
    const energy = projectedScatteringCovariance(noiseRows(1, 5, 136), small);
    const [x, v, w] = [noise(21, 7, 16), noise(22, 7, 16), noiseRows(23, 7, 5)];
    const together = evaluated(energy.accelerators!.derivatives!(7, precision), x, w.data, v, 0.3);
    for (const [start, end] of [
      [0, 1],
      [1, 6],
      [6, 7],
    ]) {
      const kernel = energy.accelerators!.derivatives!(end - start, precision);
      const apart = evaluated(kernel, part(x, start, end), w.data.slice(start * 5, end * 5), part(v, start, end), 0.3);
      assertSameDerivatives(apart, derivativesOfPart(together, start, end), `paths ${start} to ${end - 1}`);
    }
  });
}

test('without SIMD the bits are those of single precision', async () => {
  for (const energy of [
    scatteringCovariance(small),
    projectedScatteringCovariance(noiseRows(1, 6, 1596), { signalLength: 128 }),
  ]) {
    const { signalLength, componentCount } = energy;
    const [x, v, w] = [noise(31, 5, signalLength), noise(32, 5, signalLength), noiseRows(33, 5, componentCount).data];
    const single = evaluated(energy.accelerators!.derivatives!(5), x, w, v, 0.3);
    const scalar = await withVariable('MICROCANON_SIMD', 'off', () => {
      const kernel = energy.accelerators!.derivatives!(5);
      assert.equal(kernel.width, 1);
      return evaluated(kernel, x, w, v, 0.3);
    });
    assertSameDerivatives(scalar, single, energy.name);
  }
});

test('weights for all paths are those weights for each', () => {
  const energy = projectedScatteringCovariance(noiseRows(1, 5, 136), small);
  const [x, v, w] = [noise(41, 6, 16), noise(42, 6, 16), noiseRows(43, 1, 5).data];
  const kernel = energy.accelerators!.derivatives!(6);
  const shared = evaluated(kernel, x, w, v, 0.3);
  const each = evaluated(
    kernel,
    x,
    Float64Array.from({ length: 30 }, (_, i) => w[i % 5]),
    v,
    0.3,
  );
  assertSameDerivatives(each, shared, 'a row a path');
});

test('paths of zeros have derivatives 0, constant paths finite ones', () => {
  const energy = scatteringCovariance(small);
  const paths = ensembleOf([new Array(16).fill(0), new Array(16).fill(1000)]);
  for (const precision of ['single', 'double'] as const) {
    const kernel = energy.accelerators!.derivatives!(2, precision);
    const got = evaluated(kernel, paths, noiseRows(51, 2, 136).data, noise(52, 2, 16), 0.3);
    const [zeros, constant] = [derivativesOfPart(got, 0, 1), derivativesOfPart(got, 1, 2)];
    for (const quantity of quantities) {
      assert.ok(
        zeros[quantity].data.every((value) => value === 0),
        `${precision} precision, zeros: ${quantity}`,
      );
      assert.ok(constant[quantity].data.every(Number.isFinite), `${precision} precision, constant: ${quantity}`);
    }
  }
});

test('a number that is not finite stays visible in the values, and in those of its path alone', () => {
  const paths = noise(61, 2, 16);
  paths.data[3] = NaN;
  for (const precision of ['single', 'double'] as const) {
    const kernel = scatteringCovariance(small).accelerators!.derivatives!(2, precision);
    const values = matrix(2, 136);
    kernel.load(paths.data);
    kernel.values(values.data);
    assert.ok(values.row(0).every(Number.isNaN) && values.row(1).every(Number.isFinite));
  }
});

test('what one load leaves behind does not reach the next', () => {
  const energy = projectedScatteringCovariance(noiseRows(1, 5, 136), small);
  const [x, y, v, w] = [noise(71, 3, 16), noise(72, 3, 16), noise(73, 3, 16), noiseRows(74, 3, 5).data];
  const kernel = energy.accelerators!.derivatives!(3);
  const first = evaluated(kernel, x, w, v, 0.3);
  evaluated(kernel, y, w, v, 0);
  const again = evaluated(kernel, x, w, v, 0.3);
  assertSameDerivatives(again, first, 'again');
});

test('numbers that do not fit are refused, and paths too short for transforms have no kernel', () => {
  const kernel = scatteringCovariance(small).accelerators!.derivatives!(3);
  assert.throws(
    () => kernel.load(vector(47)),
    /^RangeError: scatteringCovarianceKernel.load: paths expects 48 numbers, got 47/,
  );
  assert.throws(() => kernel.values(vector(3)), /values: out expects 408 numbers, got 3/);
  assert.throws(
    () => kernel.pullback(vector(135), vector(48)),
    /pullback: weights of 136 numbers, or one row per path, expects 408 numbers, got 135/,
  );
  assert.throws(
    () => kernel.hessianProduct(0, vector(16), 0, vector(64), vector(544)),
    /hessianProduct: directions expects 64 numbers, got 16/,
  );
  assert.equal(
    scatteringCovariance({ signalLength: 4, firstScales: 1, secondScales: 1 }).accelerators?.derivatives,
    undefined,
  );
  const precision: Precision = 'double';
  assert.equal(scatteringCovariance(small).accelerators!.derivatives!(3, precision).width, 2);
});
