import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, type Vector, vector } from '../../lib/array/index.js';
import {
  type JacobianKernel,
  type LagJacobianOptions,
  lagJacobian,
  type PathJacobians,
} from '../../lib/compiled/index.js';
import { factoriseDense } from '../../lib/linear-algebra/index.js';
import { key, normals } from '../../lib/random/index.js';
import { withSimd } from '../environment.js';

function kernelWith(simd: 'on' | 'off', options: LagJacobianOptions): JacobianKernel {
  return withSimd(simd === 'on', () => lagJacobian(options));
}

function evaluated(kernel: JacobianKernel, paths: Vector, weights: Vector, pathCount: number): PathJacobians {
  const count = weights.length / pathCount;
  const out = { logAbs: vector(pathCount), sign: vector(pathCount), couplings: vector(pathCount * count ** 2) };
  kernel.evaluate(paths, weights, out);
  return out;
}

/** ln|det M|, its sign and J M⁻¹Jᵀ of one path from the products' second derivatives and a dense factorisation. */
function naive(
  x: Vector,
  w: Vector,
  { linearLags, squareLags }: LagJacobianOptions,
): { logAbs: number; sign: number; coupling: Vector } {
  const d = x.length;
  const count = linearLags + 1 + squareLags;
  const m = matrix(d, d);
  const gradients = Array.from({ length: count }, () => vector(d));
  const add = (i: number, j: number, value: number): void => {
    m.data[i * d + j] -= value / d;
  };
  for (let i = 0; i < d; i++) m.data[i * d + i] += 1;
  for (let k = 0; k < count; k++) {
    const lag = k <= linearLags ? k : k - linearLags;
    for (let i = lag; i < d; i++) {
      const j = i - lag;
      const [a, b] = [x[i], x[j]];
      // Of the product f = ab or a²b²; for lag 0 both factors are the same value and the derivatives add up.
      const squares = k > linearLags;
      gradients[k][i] += (squares ? 2 * a * b * b : b) / d;
      gradients[k][j] += (squares ? 2 * b * a * a : a) / d;
      if (squares) {
        add(i, i, w[k] * 2 * b * b);
        add(j, j, w[k] * 2 * a * a);
      }
      add(i, j, w[k] * (squares ? 4 * a * b : 1));
      add(j, i, w[k] * (squares ? 4 * a * b : 1));
    }
  }
  const { logDeterminant, solve } = factoriseDense(m);
  const coupling = vector(count ** 2);
  for (let k = 0; k < count; k++) {
    const solved = Float64Array.from(gradients[k]);
    solve(solved);
    for (let j = 0; j < count; j++)
      coupling[j * count + k] = gradients[j].reduce((sum, g, i) => sum + g * solved[i], 0);
  }
  return { ...logDeterminant, coupling };
}

const shapes: LagJacobianOptions[] = [
  { signalLength: 2, linearLags: 1, squareLags: 0 },
  { signalLength: 33, linearLags: 1, squareLags: 0 },
  { signalLength: 64, linearLags: 1, squareLags: 0 },
  { signalLength: 3, linearLags: 0, squareLags: 0 },
  { signalLength: 30, linearLags: 4, squareLags: 0 },
  { signalLength: 5, linearLags: 0, squareLags: 4 },
  { signalLength: 41, linearLags: 7, squareLags: 3 },
  { signalLength: 70, linearLags: 1, squareLags: 20 },
];
const pathCount = 7;

// Forces of a step: at 0.1 · d eigenvalues of the weighted Hessian are of order 0.1, at 5 · d the matrix is indefinite.
for (const [size, force] of [
  ['small', 0.1],
  ['large', 5],
] as const) {
  for (const simd of ['on', 'off'] as const) {
    test(`SIMD ${simd}, ${size} step: determinants, signs and couplings are those of the dense matrix`, () => {
      let negative = 0;
      for (const shape of shapes) {
        const { signalLength: d } = shape;
        const count = shape.linearLags + 1 + shape.squareLags;
        const paths = normals(key(1), pathCount * d);
        const weights = normals(key(2), pathCount * count).map((w) => (w * force * d) / count);
        const got = evaluated(kernelWith(simd, shape), paths, weights, pathCount);
        for (let n = 0; n < pathCount; n++) {
          const expected = naive(paths.slice(n * d, (n + 1) * d), weights.slice(n * count, (n + 1) * count), shape);
          const coupling = got.couplings.subarray(n * count ** 2, (n + 1) * count ** 2);
          const scale = Math.max(...expected.coupling.map(Math.abs));
          assert.equal(got.sign[n], expected.sign);
          // Indefinite matrices are conditioned worse, and elimination by pivots from 1e-4 on loses up to four digits.
          const tolerance = size === 'small' ? 1e-13 : 1e-9;
          assert.ok(
            Math.abs(got.logAbs[n] - expected.logAbs) < tolerance * d,
            `path ${n}: ${got.logAbs[n]}, ${expected.logAbs}`,
          );
          for (let i = 0; i < coupling.length; i++) {
            assert.ok(Math.abs(coupling[i] - expected.coupling[i]) <= tolerance * scale, `coupling ${i} of path ${n}`);
          }
          if (expected.sign < 0) negative++;
        }
      }
      assert.equal(negative > 0, size === 'large');
    });
  }
}

test('the compiled kernel and TypeScript agree to the bit, with and without row exchanges', () => {
  for (const shape of [
    ...shapes,
    { signalLength: 1024, linearLags: 1, squareLags: 0 },
    { signalLength: 256, linearLags: 1, squareLags: 20 },
  ]) {
    const { signalLength: d, linearLags, squareLags } = shape;
    const count = linearLags + 1 + squareLags;
    const paths = normals(key(3), pathCount * d);
    for (const force of [0.1, 1, 10, 1000]) {
      const weights = normals(key(4), pathCount * count).map((w) => (w * force * d) / count);
      const [simd, plain] = (['on', 'off'] as const).map((setting) =>
        evaluated(kernelWith(setting, shape), paths, weights, pathCount),
      );
      assert.deepEqual(simd, plain);
      assert.ok(simd.couplings.every(Number.isFinite));
    }
  }
});

test('a path has the same Jacobian, to the bit, in whichever company it is', () => {
  for (const squareLags of [0, 3]) {
    const shape = { signalLength: 50, linearLags: 1, squareLags };
    const count = 2 + squareLags;
    const paths = normals(key(5), 7 * 50);
    const weights = normals(key(6), 7 * count);
    const kernel = lagJacobian(shape);
    const all = evaluated(kernel, paths, weights, 7);
    const parts = [
      [0, 1],
      [1, 3],
      [3, 7],
    ].map(([from, to]) =>
      evaluated(kernel, paths.subarray(from * 50, to * 50), weights.subarray(from * count, to * count), to - from),
    );
    assert.deepEqual(
      parts.flatMap(({ logAbs }) => [...logAbs]),
      [...all.logAbs],
    );
    assert.deepEqual(
      parts.flatMap(({ couplings }) => [...couplings]),
      [...all.couplings],
    );
  }
});

test('order permutes components, their weights and both sides of the couplings', () => {
  const shape = { signalLength: 20, linearLags: 1, squareLags: 1 };
  const paths = normals(key(7), 20);
  const natural = evaluated(lagJacobian(shape), paths, Float64Array.of(1, 2, 3), 1);
  const order = [2, 0, 1];
  const permuted = evaluated(lagJacobian({ ...shape, order }), paths, Float64Array.of(3, 1, 2), 1);
  assert.deepEqual(permuted.logAbs, natural.logAbs);
  for (let j = 0; j < 3; j++)
    for (let k = 0; k < 3; k++) {
      assert.equal(permuted.couplings[3 * j + k], natural.couplings[3 * order[j] + order[k]]);
    }
});

test('paths and weights of another number than the results are refused', () => {
  const kernel = lagJacobian({ signalLength: 10, linearLags: 1, squareLags: 0 });
  assert.throws(
    () => evaluated(kernel, vector(21), vector(4), 2),
    /2 paths expect 20 numbers and 4 weights, got 21 and 4/,
  );
  const out = { logAbs: vector(2), sign: vector(2), couplings: vector(8) };
  assert.throws(() => kernel.evaluate(vector(20), vector(2), out), /got 20 and 2/);
});

test('options out of range are refused by name', () => {
  const refused = (change: Partial<LagJacobianOptions>, message: RegExp): void =>
    assert.throws(() => lagJacobian({ signalLength: 30, linearLags: 1, squareLags: 20, ...change }), {
      name: 'RangeError',
      message,
    });
  refused({ signalLength: 20 }, /lagJacobian: signalLength expects a whole number from 21, got 20/);
  refused({ squareLags: -1 }, /lagJacobian: squareLags expects a whole number from 0, got -1/);
  refused({ squareLags: 0, order: [1, 1] }, /lagJacobian: order expects each of 0 to 1 once, got \[1,1\]/);
});
