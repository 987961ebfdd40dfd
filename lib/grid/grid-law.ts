import { checkLength, type Vector } from '../array/index.js';
import { exp, log } from '../special/index.js';
import type { LineGrid } from './line-grid.js';

/** A law on the points of a grid, and the constant that normalises its potential. */
export interface GridLaw {
  /** Mass of each point; they add to 1. */
  readonly masses: Vector;
  /** ln Z, Z = spacing · Σ e^{−U}: the integral by the trapezoidal rule where U is large at both ends. */
  readonly logPartition: number;
}

/**
 * The law with density e^{−U}/Z on a grid. For a smooth U that is large at both ends, masses and ln Z converge faster than any power of
 * the spacing.
 * @param potential U at each point, nats, [n]; +∞ where there is no mass
 * @throws RangeError when the potential has not one number per point, or holds NaN or −∞, or no finite one
 */
export function gridLaw({ points, spacing }: LineGrid, potential: Vector): GridLaw {
  if (potential.length !== points.length) {
    throw new RangeError(
      `gridLaw: potential expects ${points.length} numbers, one per point, got ${potential.length}; evaluate it at grid.points`,
    );
  }
  const wrong = potential.findIndex((value) => !(value > -Infinity));
  const least = potential.reduce((low, value) => Math.min(low, value), Infinity);
  if (wrong >= 0 || least === Infinity) {
    const got = wrong >= 0 ? `${potential[wrong]} at ${points[wrong]}` : 'none that is finite';
    throw new RangeError(
      `gridLaw: potential expects numbers or +∞, one of them finite, got ${got}; take a grid where the law has mass`,
    );
  }
  const masses = potential.map((value) => exp(least - value));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return { masses: masses.map((mass) => mass / total), logPartition: log(spacing * total) - least };
}

/**
 * D(p‖q) of two laws on the same points, in nats; +∞ where q has no mass and p has.
 * @throws RangeError when they have not the same number of points
 */
export function gridDivergence(p: Vector, q: Vector): number {
  if (p.length !== q.length) {
    throw new RangeError(
      `gridDivergence: q expects ${p.length} masses, as many as p, got ${q.length}; take both laws on one grid`,
    );
  }
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] * log(p[i] / q[i]);
  return sum;
}

/**
 * Half the sum of absolute differences of two laws on the same points: the largest difference of a probability.
 * @throws RangeError when they have not the same number of points
 */
export function totalVariation(p: Vector, q: Vector): number {
  checkLength('totalVariation: q', q, p.length);
  return 0.5 * p.reduce((sum, mass, i) => sum + Math.abs(mass - q[i]), 0);
}

/**
 * Mean of a function under a law on a grid.
 * @throws RangeError when the law has not one mass per point
 */
export function gridMean({ points }: LineGrid, masses: Vector, value: (x: number) => number): number {
  checkLength('gridMean: masses', masses, points.length);
  return masses.reduce((sum, mass, i) => sum + mass * value(points[i]), 0);
}

/**
 * Mass left of a point; a grid point right there, but for the rounding of its place, counts half.
 * @throws RangeError when the law has not one mass per point
 */
export function leftMass({ points, spacing }: LineGrid, masses: Vector, at: number): number {
  checkLength('leftMass: masses', masses, points.length);
  const rounding = 1e-9 * spacing;
  return masses.reduce((sum, mass, i) => {
    const distance = points[i] - at;
    return sum + (distance < -rounding ? mass : distance <= rounding ? 0.5 * mass : 0);
  }, 0);
}
