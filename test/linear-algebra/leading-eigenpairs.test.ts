import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dot, leadingEigenpairs, type SymmetricOperator } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

/** 2 on the diagonal, −1 beside it: eigenvalues 2 − 2cos(kπ/(n + 1)), eigenvectors sin(ikπ/(n + 1)). */
const chain: SymmetricOperator = (v, out) => {
  for (let i = 0; i < v.length; i++) out[i] = 2 * v[i] - (v[i - 1] ?? 0) - (v[i + 1] ?? 0);
};

const diagonal =
  (entries: ArrayLike<number>): SymmetricOperator =>
  (v, out) =>
    v.forEach((x, i) => {
      out[i] = entries[i] * x;
    });

for (const [order, count] of [
  [1, 1],
  [2, 2],
  [30, 4],
  [30, 30],
  [256, 10],
  [400, 3],
]) {
  test(`the ${count} leading eigenpairs of a chain of ${order} springs are sines`, () => {
    const { values, vectors } = leadingEigenpairs(chain, order, count);
    for (let k = 0; k < count; k++) {
      const angle = ((order - k) * Math.PI) / (order + 1);
      assertClose(values[k], 2 - 2 * Math.cos(angle), 1e-13);
      const sine = Float64Array.from(
        { length: order },
        (_, i) => Math.sin((i + 1) * angle) * Math.sqrt(2 / (order + 1)),
      );
      // The eigenvalues' distance, of order 1/order², divides the residual.
      assertClose(Math.abs(dot(sine, vectors.row(k))), 1, 1e-12, `vector ${k}`);
    }
  });
}

test('lone eigenvalues above a large spread spectrum come with their axes', () => {
  const entries = Float64Array.from({ length: 1600 }, (_, i) => (i === 700 ? 9 : i === 3 ? 5 : i / 1600));
  const { values, vectors } = leadingEigenpairs(diagonal(entries), 1600, 2);
  assertClose(values, [9, 5], 1e-12);
  assertClose([Math.abs(vectors.row(0)[700]), Math.abs(vectors.row(1)[3])], [1, 1], 1e-12);
});

test('an eigenvalue that stands there three times has three orthogonal eigenvectors', () => {
  const entries = Float64Array.from({ length: 40 }, (_, i) => (i < 3 ? 7 : i < 10 ? 2 : -1));
  const { values, vectors } = leadingEigenpairs(diagonal(entries), 40, 5);
  assertClose(values, [7, 7, 7, 2, 2], 1e-13);
  for (let j = 0; j < 5; j++)
    for (let k = 0; k < 5; k++) assertClose(dot(vectors.row(j), vectors.row(k)), j === k ? 1 : 0, 1e-13);
  for (let k = 0; k < 3; k++) assertClose(dot(vectors.row(k).subarray(0, 3), vectors.row(k).subarray(0, 3)), 1, 1e-13);
});

test('the largest eigenvalues come first, not those of largest size', () => {
  assertClose(leadingEigenpairs(diagonal([-9, 1, 4, -2]), 4, 2).values, [4, 1], 1e-14);
  assertClose(leadingEigenpairs(diagonal([0, 0, 0]), 3, 3).values, [0, 0, 0], 0);
});

test('a count beyond the order is refused', () => {
  for (const count of [0, 5, 1.5]) {
    assert.throws(
      () => leadingEigenpairs(chain, 4, count),
      new RegExp(`^RangeError: leadingEigenpairs: count expects a whole number from 1 to 4, the order, got ${count}`),
    );
  }
});
