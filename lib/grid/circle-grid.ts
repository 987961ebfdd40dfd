import { checkCount, checkPositive, vector } from '../array/index.js';
import type { LineGrid } from './line-grid.js';

/** Evenly spaced points of a circle; the last point is a neighbour of the first. */
export interface CircleGrid extends LineGrid {
  /** Length of the circle: as many spacings as there are points. */
  readonly circumference: number;
}

/** Length of a circle and number of points on it. */
export interface CircleGridOptions {
  /** Positive; 2π when left out. */
  readonly circumference?: number;
  /** n, whole number from 3. */
  readonly count: number;
}

/**
 * A grid on the circle, from 0 to just below its circumference.
 * @throws RangeError when the circumference is not positive and finite, or the count no whole number from 3
 */
export function circleGrid({ circumference = 2 * Math.PI, count }: CircleGridOptions): CircleGrid {
  checkPositive('circleGrid: circumference', circumference);
  checkCount('circleGrid: count', count, 3);
  const spacing = circumference / count;
  return { points: vector(count).map((_, i) => i * spacing), spacing, circumference };
}
