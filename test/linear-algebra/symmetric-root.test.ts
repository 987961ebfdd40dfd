import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, matrixOf } from '../../lib/array/index.js';
import { matrixProduct, symmetricRoot } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

test('the root is symmetric, positive, and its square is the matrix, also for eigenvalues a million apart', () => {
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  for (const [small, large] of [
    [1, 1],
    [0.3, 5],
    [1e-3, 1e3],
  ]) {
    const of = (p: number, q: number): number[][] => [
      [c * c * p + s * s * q, c * s * (p - q)],
      [c * s * (p - q), s * s * p + c * c * q],
    ];
    const root = symmetricRoot(matrixOf(of(small, large)));
    assertClose(root.data, of(Math.sqrt(small), Math.sqrt(large)).flat(), 1e-9 * Math.sqrt(large));
    assert.equal(root.data[1], root.data[2]);
  }
  const band = matrix(6, 6);
  for (let i = 0; i < 6; i++)
    for (let j = 0; j < 6; j++) band.data[6 * i + j] = i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0;
  const root = symmetricRoot(band);
  assertClose(matrixProduct(root, root).data, band.data, 1e-12);
});

test('a matrix that has no such root is refused by name', () => {
  assert.throws(() => symmetricRoot(matrix(2, 3)), /symmetricRoot: a expects a square matrix, got 2 x 3/);
  for (const rows of [
    [
      [1, 2],
      [2, 1],
    ],
    [[-1]],
    [
      [0, 0],
      [0, 1],
    ],
    [[NaN]],
  ]) {
    assert.throws(() => symmetricRoot(matrixOf(rows)), /symmetricRoot: a expects a positive definite matrix/);
  }
});
