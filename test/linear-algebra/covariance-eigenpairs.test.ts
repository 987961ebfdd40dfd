import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, matrixOf, vectorOf } from '../../lib/array/index.js';
import { addToRoot, covarianceEigenpairs, covarianceRoot, matrixProduct } from '../../lib/linear-algebra/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

const correlations = [
  [1, 0.5, -0.25, 0.125],
  [0.5, 1, 0.25, -0.25],
  [-0.25, 0.25, 1, 0.375],
  [0.125, -0.25, 0.375, 1],
];
/** Deviations that are powers of 2, so that the entries of the covariance are exact. */
const deviations = [2 ** 15, 2 ** 5, 2 ** -5, 2 ** -15];
const graded = matrixOf(correlations.map((row, i) => row.map((value, j) => value * deviations[i] * deviations[j])));

test('eigenvalues over eighteen decades have all their digits', () => {
  const { values, vectors } = covarianceEigenpairs(graded);
  // Roots of the characteristic polynomial, by bisection in rational numbers.
  const exact = [1073742080.0002441, 768.0000000002959, 7.324220932788611e-4, 4.026027720115111e-10];
  values.forEach((value, k) => {
    assertClose(value / exact[k], 1, 2e-15, `eigenvalue ${k}`);
  });
  assertClose(matrixProduct(vectors, matrix(4, 4, transposed(vectors.data))).data, identity(4), 1e-15);
});

test('eigenpairs of two values are those of the quadratic formula, the smaller one by the determinant', () => {
  const [a, b, c] = [1e9, 1e4, 1];
  const largest = (a + c + Math.sqrt((a - c) ** 2 + 4 * b * b)) / 2;
  const { values, vectors } = covarianceEigenpairs(
    matrixOf([
      [a, b],
      [b, c],
    ]),
  );
  assertClose([values[0] / largest, (values[1] * largest) / (a * c - b * b)], [1, 1], 1e-15);
  assertClose(vectors.row(0)[1] / vectors.row(0)[0] / (b / (largest - c)), 1, 1e-14);
});

test('a drawn covariance is put together again by its eigenpairs, and by its root', () => {
  const rows = matrix(12, 7, normals(key(3), 84));
  const covariance = matrixProduct(rows, rows, { transposed: true });
  const { values, vectors } = covarianceEigenpairs(covariance);
  const scaled = matrix(
    7,
    7,
    vectors.data.map((entry, i) => entry * values[Math.floor(i / 7)]),
  );
  assertClose(matrixProduct(vectors, scaled, { transposed: true }).data, covariance.data, 2e-13);
  assert.ok(values.every((value, k) => k === 0 || value <= values[k - 1]));
  const root = covarianceRoot(covariance);
  assertClose(matrixProduct(root, root, { transposed: true }).data, covariance.data, 1e-13);
});

test('eigenvalues that are 0 are left out', () => {
  const row = matrix(1, 3, vectorOf([1, -2, 0]));
  const { values, vectors } = covarianceEigenpairs(matrixProduct(row, row, { transposed: true }));
  assertClose(values, [5], 1e-14);
  assertClose(Math.abs(vectors.data[1]), 2 / Math.sqrt(5), 1e-15);
  assert.equal(covarianceEigenpairs(matrix(3, 3)).values.length, 0);
});

test('a row brought into a root adds its outer product', () => {
  const root = matrixOf([
    [2, 1, -1],
    [0, 1e-4, 3],
    [0, 0, 0.5],
  ]);
  const before = matrixProduct(root, root, { transposed: true });
  addToRoot(root, vectorOf([1, 3, -2]));
  const added = [1, 3, -2, 3, 9, -6, -2, -6, 4].map((value, i) => value + before.data[i]);
  assertClose(matrixProduct(root, root, { transposed: true }).data, added, 1e-14);
  assert.deepEqual([root.row(1)[0], root.row(2)[0], root.row(2)[1]], [0, 0, 0]);
});

test('what is no covariance is refused', () => {
  const indefinite = matrixOf([
    [1, 2],
    [2, 1],
  ]);
  assert.throws(
    () => covarianceEigenpairs(indefinite),
    /^RangeError: covarianceRoot: covariance expects no eigenvalue/,
  );
  assert.throws(() => covarianceRoot(matrix(2, 3)), /expects a square matrix, got 2 x 3; give/);
  assert.throws(
    () => covarianceRoot(matrix(1, 1, vectorOf([Infinity]))),
    /expects finite numbers, got Infinity in row 0/,
  );
});

function transposed(data: Float64Array): Float64Array {
  const n = Math.sqrt(data.length);
  return data.map((_, i) => data[(i % n) * n + Math.floor(i / n)]);
}

function identity(n: number): Float64Array {
  return new Float64Array(n * n).map((_, i) => (i % (n + 1) === 0 ? 1 : 0));
}
