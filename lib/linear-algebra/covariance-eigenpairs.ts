import { type Matrix, matrix, type Vector, vectorOf } from '../array/index.js';
import { covarianceRoot } from './covariance-root.js';
import type { Eigenpairs } from './leading-eigenpairs.js';
import { addScaled, dot, norm, scaleTo } from './vector-arithmetic.js';

/** Twice as many sweeps as covariances have been seen to take. */
const SWEEPS = 30;

/**
 * All eigenpairs of a covariance with an eigenvalue above 0, by Jacobi's rotations of the rows of its root.
 *
 * Small eigenvalues have as many digits as large ones where values differ only by their scale: an eigenvalue's relative
 * error is rounding times the condition of the correlations. Methods that act on the covariance itself, as
 * `leadingEigenpairs`, leave an error of 1e-16 of the largest eigenvalue in all.
 * Source: Demmel and Veselić (1992), Jacobi's method is more accurate than QR; Veselić and Hari (1989).
 * @param covariance symmetric, [d, d]
 * @returns values in decreasing order, [rank], and unit vectors as rows, [rank, d]: eigenvalues that are 0 up to rounding are left out
 * @throws RangeError when the matrix is not square, or has an eigenvalue below 0 by more than rounding
 * Cost: O(d³) per sweep over all pairs; five to ten sweeps, at most 30.
 */
export function covarianceEigenpairs(covariance: Matrix): Eigenpairs {
  const root = covarianceRoot(covariance);
  const rows = Array.from({ length: root.rowCount }, (_, k) => root.row(k));
  for (let sweep = 0; sweep < SWEEPS && swept(rows) > 0; sweep++);
  rows.sort((a, b) => norm(b) - norm(a));
  const vectors = matrix(rows.length, covariance.columnCount);
  rows.forEach((row, k) => {
    vectors.row(k).set(row);
    scaleTo(vectors.row(k), 1 / norm(row));
  });
  return { values: vectorOf(rows.map((row) => dot(row, row))), vectors };
}

/** Makes every two rows orthogonal, one pair after the other; the number of pairs that were not so up to rounding. */
function swept(rows: readonly Vector[]): number {
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) {
      const [a, b, product] = [dot(rows[i], rows[i]), dot(rows[j], rows[j]), dot(rows[i], rows[j])];
      if (Math.abs(product) <= 4 * rows[i].length * Number.EPSILON * Math.sqrt(a) * Math.sqrt(b)) continue;
      rotate(rows[i], rows[j], (b - a) / (2 * product));
      count++;
    }
  }
  return count;
}

/** Turns two rows in their plane by the smaller angle with cot 2φ = `cotangent`. */
function rotate(a: Vector, b: Vector, cotangent: number): void {
  const tangent = (cotangent < 0 ? -1 : 1) / (Math.abs(cotangent) + Math.sqrt(1 + cotangent * cotangent));
  const c = 1 / Math.sqrt(1 + tangent * tangent);
  const old = a.slice();
  addScaled(a, b, -tangent);
  addScaled(b, old, tangent);
  scaleTo(a, c);
  scaleTo(b, c);
}
