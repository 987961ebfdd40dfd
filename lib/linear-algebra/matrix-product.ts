import { type Matrix, matrix, vector } from '../array/index.js';
import { factoriseDense } from './dense.js';

/**
 * A B, or Aᵀ B where said so; each entry is summed from the first term to the last.
 * @throws RangeError when the inner sizes differ
 * Cost: O(rows · inner size · columns).
 */
export function matrixProduct(
  a: Matrix,
  b: Matrix,
  { transposed = false }: { readonly transposed?: boolean } = {},
): Matrix {
  const rows = transposed ? a.columnCount : a.rowCount;
  const inner = transposed ? a.rowCount : a.columnCount;
  if (b.rowCount !== inner) {
    throw new RangeError(
      `matrixProduct: b expects ${inner} rows, got ${b.rowCount}; transpose one of both, or check their order`,
    );
  }
  const result = matrix(rows, b.columnCount);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const entry = transposed ? a.data[k * a.columnCount + i] : a.data[i * a.columnCount + k];
      for (let j = 0; j < b.columnCount; j++)
        result.data[i * b.columnCount + j] += entry * b.data[k * b.columnCount + j];
    }
  }
  return result;
}

/** The sum of the entries on the diagonal of a square matrix. */
export function trace({ rowCount, columnCount, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rowCount; i++) sum += data[i * columnCount + i];
  return sum;
}

/**
 * The inverse of a square matrix, and the logarithm of its determinant's size.
 * @throws RangeError when the matrix is not square
 * Cost: O(order³). Entries are NaN where the matrix is singular.
 */
export function inverted(a: Matrix): { readonly inverse: Matrix; readonly logDeterminant: number } {
  const n = a.rowCount;
  const { solve, logDeterminant } = factoriseDense(matrix(n, a.columnCount, a.data.slice()));
  const inverse = matrix(n, n);
  for (let j = 0; j < n; j++) {
    const column = vector(n);
    column[j] = 1;
    solve(column);
    for (let i = 0; i < n; i++) inverse.data[i * n + j] = column[i];
  }
  return { inverse, logDeterminant: logDeterminant.logAbs };
}
