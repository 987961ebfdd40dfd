import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { factoriseDense } from '../../linear-algebra/index.js';

/** A B, or Aᵀ B where said so. */
export function product(a: Matrix, b: Matrix, { transposed = false }: { readonly transposed?: boolean } = {}): Matrix {
  const rows = transposed ? a.columnCount : a.rowCount;
  const inner = transposed ? a.rowCount : a.columnCount;
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

/** A square matrix with the given entries on its diagonal. */
export function diagonalMatrix(entries: readonly number[]): Matrix {
  const result = matrix(entries.length, entries.length);
  entries.forEach((entry, i) => {
    result.row(i)[i] = entry;
  });
  return result;
}

/** The sum of the entries on the diagonal. */
export function trace({ rowCount, columnCount, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rowCount; i++) sum += data[i * columnCount + i];
  return sum;
}

/** A + c I. */
export function shiftedBy(a: Matrix, c: number): Matrix {
  const result = matrix(a.rowCount, a.columnCount, a.data.slice());
  for (let i = 0; i < a.rowCount; i++) result.data[i * a.columnCount + i] += c;
  return result;
}

/** The entries on the diagonal. */
export function diagonalOf({ rowCount, columnCount, data }: Matrix): Vector {
  return vector(rowCount).map((_, i) => data[i * columnCount + i]);
}

/** The inverse of a square matrix, and the logarithm of its determinant's size. */
export function inverted(a: Matrix): { readonly inverse: Matrix; readonly logDeterminant: number } {
  const n = a.rowCount;
  const { solve, logDeterminant } = factoriseDense(matrix(n, n, a.data.slice()));
  const inverse = matrix(n, n);
  for (let j = 0; j < n; j++) {
    const column = vector(n);
    column[j] = 1;
    solve(column);
    for (let i = 0; i < n; i++) inverse.data[i * n + j] = column[i];
  }
  return { inverse, logDeterminant: logDeterminant.logAbs };
}
