import type { Matrix } from '../array/index.js';
import { addScaled } from '../linear-algebra/index.js';

/** Marks that a row between two of them is interpolated from. */
const NEIGHBOURS = 4;

/**
 * Writes the rows between `marks` from the rows at the marks: the polynomial of degree three through the four marks around (all
 * of them where there are fewer), column by column.
 * @param marks numbers of rows, growing; rows before the first and behind the last keep their values
 * Cost: O(T W) for a matrix [T, W].
 */
export function interpolateRows(rows: Matrix, marks: readonly number[]): void {
  for (let m = 0; m + 1 < marks.length; m++) {
    const first = Math.max(0, Math.min(m - 1, marks.length - NEIGHBOURS));
    const around = marks.slice(first, first + NEIGHBOURS);
    for (let t = marks[m] + 1; t < marks[m + 1]; t++) {
      const row = rows.row(t).fill(0);
      for (const mark of around) addScaled(row, rows.row(mark), lagrangeWeight(around, mark, t));
    }
  }
}

/** As `interpolateRows` for a quantity whose increments, row t + 1 less row t, are those at the marks t. */
export function interpolateIncrements(rows: Matrix, marks: readonly number[]): void {
  for (let t = rows.rowCount - 1; t > 0; t--) addScaled(rows.row(t), rows.row(t - 1), -1);
  interpolateRows(
    rows,
    marks.map((t) => t + 1),
  );
  for (let t = 1; t < rows.rowCount; t++) addScaled(rows.row(t), rows.row(t - 1), 1);
}

/** The weight at t of the value at `mark`. */
function lagrangeWeight(marks: readonly number[], mark: number, t: number): number {
  return marks.reduce((weight, other) => (other === mark ? weight : (weight * (t - other)) / (mark - other)), 1);
}
