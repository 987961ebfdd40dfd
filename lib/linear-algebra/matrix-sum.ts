import { checkLength, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { dot } from './vector-arithmetic.js';

/** I, [order, order]. */
export function identityMatrix(order: number): Matrix {
  const result = matrix(order, order);
  for (let i = 0; i < order; i++) result.data[i * (order + 1)] = 1;
  return result;
}

/** A matrix and its factor in a sum. */
export type Term = readonly [factor: number, matrix: Matrix];

/**
 * pA + qB + …
 * @throws RangeError when the matrices differ in size
 */
export function matrixSum(first: Term, ...others: readonly Term[]): Matrix {
  const [p, { rowCount, columnCount, data }] = first;
  const sum = data.map((value) => p * value);
  for (const [q, other] of others) {
    if (other.rowCount !== rowCount || other.columnCount !== columnCount) {
      throw new RangeError(
        `matrixSum: others expect ${rowCount} x ${columnCount} entries like the first, got ${other.rowCount} x ${other.columnCount}`,
      );
    }
    for (let i = 0; i < sum.length; i++) sum[i] += q * other.data[i];
  }
  return matrix(rowCount, columnCount, sum);
}

/** Aᵀ. */
export function transposed({ rowCount, columnCount, data }: Matrix): Matrix {
  const result = matrix(columnCount, rowCount);
  for (let i = 0; i < rowCount; i++)
    for (let j = 0; j < columnCount; j++) result.data[j * rowCount + i] = data[i * columnCount + j];
  return result;
}

/** (A + Aᵀ)/2 of a square matrix. */
export function symmetrised(a: Matrix): Matrix {
  return matrixSum([0.5, a], [0.5, transposed(a)]);
}

/**
 * A x.
 * @throws RangeError when x has not one number per column
 */
export function matrixTimes(a: Matrix, x: Vector): Vector {
  checkLength('matrixTimes: x', x, a.columnCount);
  return vector(a.rowCount).map((_, i) => dot(a.row(i), x));
}
