import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, matrixOf } from '../../lib/array/index.js';
import { inverted, matrixProduct, trace } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

test('products of small matrices, plain and transposed, are those by hand', () => {
  const a = matrixOf([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const b = matrixOf([
    [1, 0, -1],
    [2, 1, 0],
  ]);
  assert.deepEqual(Array.from(matrixProduct(a, b).data), [5, 2, -1, 11, 4, -3, 17, 6, -5]);
  assert.deepEqual(Array.from(matrixProduct(a, a, { transposed: true }).data), [35, 44, 44, 56]);
  assert.equal(trace(matrixProduct(b, a)), -4 + 8);
  assert.throws(() => matrixProduct(a, a), /^RangeError: matrixProduct: b expects 2 rows, got 3; transpose/);
});

test('the inverse of a matrix of order 2 is that of Cramer’s rule, with the logarithm of its determinant', () => {
  const { inverse, logDeterminant } = inverted(
    matrixOf([
      [2, 1],
      [7, 5],
    ]),
  );
  assertClose(inverse.data, [5 / 3, -1 / 3, -7 / 3, 2 / 3], 1e-14);
  assertClose(logDeterminant, Math.log(3), 1e-14);
  assert.throws(() => inverted(matrix(2, 3)), /square/);
});
