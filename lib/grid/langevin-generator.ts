import { firstNonFinite, type Vector } from '../array/index.js';
import { exp } from '../special/index.js';
import { type BirthDeath, relaxationRates } from './birth-death.js';
import { type LineGrid, lineGrid } from './line-grid.js';

/**
 * Langevin dynamics dX = −U′ dt + √2 dW on the points of a grid, by finite volumes: rates e^{−(U(y) − U(x))/2}/spacing² between
 * neighbours x and y, which are reversible with respect to e^{−U} exactly. The ends of the grid reflect.
 * Means and rates differ from those on the line by terms of even orders in the spacing.
 * @param potential U at each point, nats, [n], finite
 * @throws RangeError when the potential has not one finite number per point
 */
export function langevinGenerator({ points, spacing }: LineGrid, potential: Vector): BirthDeath {
  if (potential.length !== points.length) {
    throw new RangeError(
      `langevinGenerator: potential expects ${points.length} numbers, one per point, got ${potential.length}; evaluate it at grid.points`,
    );
  }
  const wrong = firstNonFinite(potential);
  if (wrong >= 0) {
    throw new RangeError(
      `langevinGenerator: potential expects finite numbers, got ${potential[wrong]} at ${points[wrong]}; take a smaller range`,
    );
  }
  const square = spacing * spacing;
  const rise = potential.slice(1).map((value, i) => 0.5 * (value - potential[i]));
  return { up: rise.map((value) => exp(-value) / square), down: rise.map((value) => exp(value) / square) };
}

/** Where a gap on the line is sought. */
export interface LangevinGapOptions {
  /** Ends of the line, which reflect: where U lies some 40 nats above its minimum they change no digit. */
  readonly from: number;
  readonly to: number;
  /** Intervals of the coarsest of four grids, each with twice the intervals of the one before; 200 when left out. */
  readonly intervals?: number;
}

/** Grids of an extrapolation. */
const LEVELS = 4;

/** A number and how far it may be off. */
export interface Extrapolated {
  readonly value: number;
  /** Difference of the last two columns of the extrapolation. */
  readonly error: number;
}

/**
 * Spectral gap of Langevin dynamics dX = −U′ dt + √2 dW on the line: the smallest positive eigenvalue of −L, L f = f″ − U′ f′, at
 * which expectations approach those of e^{−U}/Z. From four grids by Richardson's extrapolation in the square of the spacing.
 * @param potential U at some points, nats, smooth between the ends
 * @throws RangeError when the potential is not finite between the ends
 */
export function langevinGap(
  potential: (points: Vector) => Vector,
  { from, to, intervals = 200 }: LangevinGapOptions,
): Extrapolated {
  let row: number[] = [];
  for (let level = 0, size = intervals; level < LEVELS; level++, size *= 2) {
    const grid = lineGrid({ from, to, count: size + 1 });
    const next = [relaxationRates(langevinGenerator(grid, potential(grid.points)))[0]];
    let factor = 4;
    for (const [k, coarse] of row.entries()) {
      next.push(next[k] + (next[k] - coarse) / (factor - 1));
      factor *= 4;
    }
    row = next;
  }
  return { value: row[LEVELS - 1], error: Math.abs(row[LEVELS - 1] - row[LEVELS - 2]) };
}
