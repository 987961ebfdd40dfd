import { type Matrix, matrix, type Vector, vector } from '../../array/index.js';

/** A square matrix with the given entries on its diagonal. */
export function diagonalMatrix(entries: readonly number[]): Matrix {
  const result = matrix(entries.length, entries.length);
  entries.forEach((entry, i) => {
    result.row(i)[i] = entry;
  });
  return result;
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
