import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, matrixOf } from '../../lib/array/index.js';
import { identityMatrix, matrixSum, matrixTimes, symmetrised, transposed } from '../../lib/linear-algebra/index.js';

const a = matrixOf([
  [1, 2, 3],
  [4, 5, 6],
]);

test('sums, transposes and products with vectors are those by hand', () => {
  assert.deepEqual([...matrixSum([2, a], [-1, a], [3, matrix(2, 3)]).data], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...transposed(a).data], [1, 4, 2, 5, 3, 6]);
  assert.equal(transposed(a).rowCount, 3);
  assert.deepEqual([...matrixTimes(a, Float64Array.of(1, 0, -1))], [-2, -2]);
  assert.deepEqual(
    [
      ...symmetrised(
        matrixOf([
          [1, 2],
          [4, 3],
        ]),
      ).data,
    ],
    [1, 3, 3, 3],
  );
  assert.deepEqual([...identityMatrix(2).data], [1, 0, 0, 1]);
});

test('sizes that do not fit are refused by name', () => {
  assert.throws(
    () => matrixSum([1, a], [1, transposed(a)]),
    /matrixSum: others expect 2 x 3 entries like the first, got 3 x 2/,
  );
  assert.throws(() => matrixTimes(a, Float64Array.of(1)), /matrixTimes: x/);
});
