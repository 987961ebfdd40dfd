import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dot, type SymmetricOperator, spectralRange } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

const denseOperator =
  (rows: readonly (readonly number[])[]): SymmetricOperator =>
  (v, out) => {
    for (let i = 0; i < rows.length; i++) out[i] = rows[i].reduce((sum, entry, j) => sum + entry * v[j], 0);
  };

/** a on the diagonal, b beside it: eigenvalues a + 2b cos(kπ/(n + 1)). */
const toeplitz =
  (a: number, b: number): SymmetricOperator =>
  (v, out) => {
    for (let i = 0; i < v.length; i++) out[i] = a * v[i] + b * ((v[i - 1] ?? 0) + (v[i + 1] ?? 0));
  };

for (const order of [2, 3, 25, 60, 400, 2000]) {
  test(`the tridiagonal Toeplitz matrix of order ${order} has the extremal eigenvalues a ± 2b cos(π/(n + 1))`, () => {
    const [a, b] = [0.3, 0.8];
    const reach = 2 * b * Math.cos(Math.PI / (order + 1));
    const { smallest, largest } = spectralRange(toeplitz(a, b), order);
    assertClose([smallest, largest], [a - reach, a + reach], 1e-10 * 2 * reach);
  });
}

test('a matrix of order one is its own eigenvalue', () => {
  assert.deepEqual(
    spectralRange((v, out) => {
      out[0] = -3 * v[0];
    }, 1),
    { smallest: -3, largest: -3 },
  );
});

test('a multiple of the identity has one eigenvalue, the zero matrix 0', () => {
  const scaled = spectralRange(
    (v, out) =>
      v.forEach((x, i) => {
        out[i] = 2.5 * x;
      }),
    40,
  );
  assertClose([scaled.smallest, scaled.largest], [2.5, 2.5], 1e-13);
  const zero = spectralRange((_, out) => void out.fill(0), 40);
  assertClose([zero.smallest, zero.largest], [0, 0], 0);
});

test('lone eigenvalues at either end of a large flat spectrum are found', () => {
  const { smallest, largest } = spectralRange(
    (v, out) =>
      v.forEach((x, i) => {
        out[i] = i === 137 ? -4 * x : i === 333 ? 9 * x : x;
      }),
    500,
  );
  assertClose([smallest, largest], [-4, 9], 1e-9);
});

test('the Hilbert matrix of order 10 has its largest eigenvalue to 12 digits and the least within 1e-10 of its width', () => {
  const rows = Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, j) => 1 / (i + j + 1)));
  const { smallest, largest } = spectralRange(denseOperator(rows), 10);
  // By mpmath 1.3.0 (eigsy) at 30 digits.
  assertClose(largest, 1.7519196702651775, 1e-12);
  assertClose(smallest, 1.0931538193796658e-13, 1.75e-10);
});

test('the dot product adds products', () => {
  assert.equal(dot(Float64Array.of(1, 2, 3), Float64Array.of(4, -5, 6)), 12);
});
