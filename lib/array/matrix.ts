import { checkCount, checkIndex, checkLength } from './check.js';
import { type Vector, vector, vectorOf } from './vector.js';

/** A dense row-major matrix. */
export interface Matrix {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Row-major entries, length rowCount · columnCount. */
  readonly data: Vector;
  /**
   * Row i as a view into `data`.
   * @throws RangeError when i is no whole number from 0 to rowCount − 1
   */
  row(i: number): Vector;
}

/** A matrix over `data` (shared, not copied), or of zeros when it is left out. */
export function matrix(rowCount: number, columnCount: number, data?: Vector): Matrix {
  checkCount('matrix: rowCount', rowCount);
  checkCount('matrix: columnCount', columnCount);
  const entries = data ?? vector(rowCount * columnCount);
  if (entries.length !== rowCount * columnCount) {
    throw new RangeError(
      `matrix: data expects ${rowCount} x ${columnCount} = ${rowCount * columnCount} numbers, got ${entries.length}`,
    );
  }
  return {
    rowCount,
    columnCount,
    data: entries,
    row(i) {
      checkIndex('matrix.row: i', i, rowCount);
      return entries.subarray(i * columnCount, (i + 1) * columnCount);
    },
  };
}

/** A matrix holding a copy of `rows`, which must have equal lengths. */
export function matrixOf(rows: ArrayLike<ArrayLike<number>>): Matrix {
  const columnCount = rows.length === 0 ? 0 : rows[0].length;
  const result = matrix(rows.length, columnCount);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].length !== columnCount) {
      throw new RangeError(`matrixOf: row ${i} expects ${columnCount} numbers like row 0, got ${rows[i].length}`);
    }
    result.row(i).set(vectorOf(rows[i]));
  }
  return result;
}

/**
 * Column k as a copy.
 * @throws RangeError when k is no whole number from 0 to columnCount − 1
 */
export function columnOf({ rowCount, columnCount, data }: Matrix, k: number): Vector {
  checkIndex('columnOf: k', k, columnCount);
  return vector(rowCount).map((_, i) => data[i * columnCount + k]);
}

/** All rows in order, as views. */
export function rowsOf(rows: Pick<Matrix, 'rowCount' | 'row'>): Vector[] {
  return Array.from({ length: rows.rowCount }, (_, i) => rows.row(i));
}

/** Writes the mean of `count` rows, added in their order so that no split of the work changes a bit. */
export function meanRows(rows: Matrix, first: number, count: number, out: Vector): void {
  out.fill(0);
  const width = rows.columnCount;
  for (let n = first; n < first + count; n++) for (let k = 0; k < width; k++) out[k] += rows.data[n * width + k];
  for (let k = 0; k < width; k++) out[k] /= count;
}

/**
 * Σₙ wₙ times row n, [columnCount], added in the order of the rows.
 * @throws RangeError when there is not one weight per row
 */
export function weightedRowSum({ rowCount, columnCount, data }: Matrix, weights: ArrayLike<number>): Vector {
  checkLength('weightedRowSum: weights', weights, rowCount);
  const sum = vector(columnCount);
  for (let n = 0; n < rowCount; n++) {
    for (let k = 0; k < columnCount; k++) sum[k] += weights[n] * data[n * columnCount + k];
  }
  return sum;
}
