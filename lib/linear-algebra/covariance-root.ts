import { firstNonFinite, type Matrix, matrix, type Vector } from '../array/index.js';
import { hypot } from '../special/index.js';
import { addScaled } from './vector-arithmetic.js';

/** Share of its variance that a value may keep, per order of the matrix, where all of it is explained by others up to rounding. */
const ROUNDING = 4 * Number.EPSILON;
/** Share of the largest variance by which a covariance may miss being one. */
const TOLERANCE = 1e-10;

/**
 * G with GᵀG = S for a covariance S, which may be singular: Cholesky's method, the largest remaining variance first.
 * Entries of values of very different size are right to rounding at their own scale.
 * @param covariance S, symmetric, [d, d]
 * @returns a row per step, [rank, d]
 * @throws RangeError when S is not square or not finite, or has an eigenvalue below 0 by more than rounding
 * Cost: O(d² rank).
 */
export function covarianceRoot(covariance: Matrix): Matrix {
  const { rowCount: d, columnCount, data } = covariance;
  if (columnCount !== d) {
    throw new RangeError(`covarianceRoot: covariance expects a square matrix, got ${d} x ${columnCount}; give E xxᵀ`);
  }
  const bad = firstNonFinite(data);
  if (bad >= 0) {
    throw new RangeError(
      `covarianceRoot: covariance expects finite numbers, got ${data[bad]} in row ${Math.floor(bad / d)}; leave the value out`,
    );
  }
  const rest = matrix(d, d, data.slice());
  const isLeft = (i: number): boolean => rest.data[i * d + i] > ROUNDING * d * data[i * d + i];
  const rows: Vector[] = [];
  for (;;) {
    const next = largestAt(d, (i) => (isLeft(i) ? rest.data[i * d + i] : 0));
    if (next === undefined) break;
    const row = rest.row(next).slice();
    for (let j = 0; j < d; j++) row[j] /= Math.sqrt(rest.data[next * d + next]);
    for (let i = 0; i < d; i++) addScaled(rest.row(i), row, -row[i]);
    // What is taken away is 0 up to rounding, and stays so.
    for (let i = 0; i < d; i++) {
      rest.data[i * d + next] = 0;
      rest.data[next * d + i] = 0;
    }
    rows.push(row);
  }
  const scale = data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const left = rest.data.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
  if (Math.abs(left) > TOLERANCE * scale) {
    throw new RangeError(
      `covarianceRoot: covariance expects no eigenvalue below 0, got a remainder of ${left}; give E xxᵀ`,
    );
  }
  const root = matrix(rows.length, d);
  rows.forEach((row, k) => {
    root.row(k).set(row);
  });
  return root;
}

/**
 * Changes R in place so that RᵀR becomes RᵀR + x xᵀ, by rotations, which keep the digits of values of very different size.
 * @param root R, upper triangular with no 0 on its diagonal, [d, d]
 * @param row x, [d], overwritten
 * Cost: O(d²).
 */
export function addToRoot(root: Matrix, row: Vector): void {
  const d = root.columnCount;
  for (let k = 0; k < d; k++) {
    if (row[k] === 0) continue;
    const own = root.row(k);
    const length = hypot(own[k], row[k]);
    const [c, s] = [own[k] / length, row[k] / length];
    for (let j = k; j < d; j++) [own[j], row[j]] = [c * own[j] + s * row[j], c * row[j] - s * own[j]];
  }
}

/** Where the largest value above 0 stands. */
function largestAt(count: number, value: (i: number) => number): number | undefined {
  let [best, most]: [number | undefined, number] = [undefined, 0];
  for (let i = 0; i < count; i++) if (value(i) > most) [best, most] = [i, value(i)];
  return best;
}
