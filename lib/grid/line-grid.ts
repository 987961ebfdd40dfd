import { checkCount, type Ensemble, ensemble, type Vector, vector } from '../array/index.js';

/** Evenly spaced points of a line, with both ends. */
export interface LineGrid {
  /** x₀ < … < x_{n−1}. */
  readonly points: Vector;
  /** Distance of neighbours. */
  readonly spacing: number;
}

/** Ends and number of the points of a grid. */
export interface LineGridOptions {
  readonly from: number;
  readonly to: number;
  /** n, whole number from 2. */
  readonly count: number;
}

/**
 * A grid on the line from `from` to `to`.
 * @throws RangeError when the ends are not finite and in order, or the count is no whole number from 2
 */
export function lineGrid({ from, to, count }: LineGridOptions): LineGrid {
  if (!(from < to && Number.isFinite(to - from))) {
    throw new RangeError(
      `lineGrid: from and to expect finite numbers in order, got ${from} and ${to}; exchange them, or give both`,
    );
  }
  checkCount('lineGrid: count', count, 2);
  const spacing = (to - from) / (count - 1);
  return { points: vector(count).map((_, i) => from + i * spacing), spacing };
}

/**
 * Points of the square grid whose axes both are a line's, row by row: the first value runs fastest.
 * @returns [n², 2]
 */
export function planePoints({ points }: LineGrid): Ensemble {
  const count = points.length;
  const result = ensemble(count * count, 2);
  for (let n = 0; n < result.pathCount; n++) result.path(n).set([points[n % count], points[Math.floor(n / count)]]);
  return result;
}
