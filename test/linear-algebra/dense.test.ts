import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, matrixOf, vectorOf } from '../../lib/array/index.js';
import { factoriseDense, smallLogDeterminant } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';
import { eliminate, normalMatrix } from './reference.js';

const hilbert = (order: number): number[][] =>
  Array.from({ length: order }, (_, i) => Array.from({ length: order }, (__, j) => 1 / (i + j + 1)));

test('the Hilbert matrix of order 5 has determinant 1/266716800000', () => {
  const { logAbs, sign } = factoriseDense(matrixOf(hilbert(5))).logDeterminant;
  assert.equal(sign, 1);
  // Its condition number is 5·10⁵.
  assertClose(logAbs, -Math.log(266716800000), 1e-10);
});

test('the Hilbert matrix of order 10, of condition 10¹³, still has its log-determinant to three digits after the point', () => {
  // By mpmath 1.3.0 at 30 digits.
  assertClose(factoriseDense(matrixOf(hilbert(10))).logDeterminant.logAbs, -121.26496874930371136, 1e-3);
});

test('a Vandermonde matrix has the product of the differences of its nodes', () => {
  const nodes = [3, -1, 0.5, 2, -2];
  let product = 1;
  for (let j = 0; j < 5; j++) for (let i = 0; i < j; i++) product *= nodes[j] - nodes[i];
  const { logAbs, sign } = factoriseDense(matrixOf(nodes.map((x) => [1, x, x ** 2, x ** 3, x ** 4]))).logDeterminant;
  assertClose(logAbs, Math.log(Math.abs(product)), 1e-12);
  assert.equal(sign, Math.sign(product));
});

test('permutation matrices have the sign of their permutation', () => {
  const of = (permutation: number[]): number =>
    factoriseDense(matrixOf(permutation.map((p) => permutation.map((_, j) => (j === p ? 1 : 0))))).logDeterminant.sign;
  assert.equal(of([0, 1, 2, 3]), 1);
  assert.equal(of([1, 0, 2, 3]), -1);
  assert.equal(of([1, 2, 0, 3]), 1);
  assert.equal(of([1, 2, 3, 0]), -1);
});

test('a random matrix has the determinant and the solutions of plain elimination', () => {
  for (const order of [1, 2, 7, 30]) {
    const rows = normalMatrix(order, order, order);
    const { logAbs, sign, inverse } = eliminate(rows);
    const { logDeterminant, solve } = factoriseDense(matrixOf(rows));
    assertClose(logDeterminant.logAbs, logAbs, 1e-10);
    assert.equal(logDeterminant.sign, sign);
    const [right] = normalMatrix(order + 100, 1, order);
    const solution = vectorOf(right);
    solve(solution);
    assertClose(
      solution,
      inverse.map((row) => row.reduce((sum, entry, j) => sum + entry * right[j], 0)),
      1e-9,
    );
  }
});

test('a determinant beyond the range of numbers keeps its logarithm and sign', () => {
  const order = 40;
  const tiny = matrix(order, order);
  for (let i = 0; i < order; i++) tiny.row(i)[i] = i === 3 ? -1e-30 : 1e-30;
  const { logAbs, sign } = factoriseDense(tiny).logDeterminant;
  assertClose(logAbs, -30 * order * Math.LN10, 1e-9);
  assert.equal(sign, -1);
});

test('a singular matrix has log-determinant −∞, sign 0 and no solution', () => {
  const { logDeterminant, solve } = factoriseDense(
    matrixOf([
      [1, 2],
      [2, 4],
    ]),
  );
  assert.deepEqual(logDeterminant, { logAbs: -Infinity, sign: 0 });
  const b = vectorOf([1, 1]);
  solve(b);
  assert.ok(b.every(Number.isNaN));
});

test('a matrix that is not square is refused', () => {
  assert.throws(
    () => factoriseDense(matrix(2, 3)),
    /^RangeError: factoriseDense: m expects a square matrix, got 2 x 3/,
  );
});

test('the elimination for many small matrices gives the bits of the one that also solves', () => {
  for (const order of [1, 2, 3, 22]) {
    const rows = normalMatrix(order + 200, order, order);
    assert.deepEqual(smallLogDeterminant(matrixOf(rows).data, order), factoriseDense(matrixOf(rows)).logDeterminant);
  }
  assert.deepEqual(smallLogDeterminant(vectorOf([1, 2, 2, 4]), 2), { logAbs: -Infinity, sign: 0 });
});
