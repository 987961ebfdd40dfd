import { firstNonFinite } from '../array/index.js';
import { cos, exp, log, sin, squared } from '../special/index.js';
import { circlePoints, TURN } from './circle.js';

/** V of a law π = e^{−V}/Z on the circle; V has the period 2π. */
export interface CirclePotential {
  /** V, nats. */
  value(x: number): number;
  /** V′. */
  slope(x: number): number;
  /** V″. */
  curvature(x: number): number;
  /** ln Z, nats. */
  readonly logPartition: number;
}

/** One wave of a potential, −height cos(order (x − phase)): it is least at the phase. */
export interface Wave {
  /** Whole number from 1: how many times it repeats. */
  readonly order: number;
  /** Nats. */
  readonly height: number;
  /** Where it is least. */
  readonly phase: number;
}

/** Points of the quadrature of ln Z, at least. */
const POINTS = 1024;
/** Beyond them a potential is refused. */
const MOST_POINTS = 1 << 20;

/**
 * The potential V(x) = −Σ height cos(order (x − phase)).
 *
 * ln Z is exact to rounding: of a wave of the order m and the height h, e^{−V} has waves of the orders m k, whose heights, those of the
 * Bessel functions I_k(h), fall below 1e-16 of the largest before k = 20 + 9√h.
 * @throws RangeError when an order is no whole number from 1, a number is not finite, or ln Z would take more than a million points
 */
export function wavePotential(waves: readonly Wave[]): CirclePotential {
  for (const { order, height, phase } of waves) {
    if (!(Number.isInteger(order) && order >= 1)) {
      throw new RangeError(`wavePotential: order expects a whole number from 1, got ${order}; the period is 2π`);
    }
    const wrong = firstNonFinite([height, phase]);
    if (wrong >= 0) {
      throw new RangeError(
        `wavePotential: ${['height', 'phase'][wrong]} expects a finite number, got ${[height, phase][wrong]}; give one`,
      );
    }
  }
  const sum = (term: (wave: Wave) => number): number => waves.reduce((total, wave) => total + term(wave), 0);
  const value = (x: number): number => sum(({ order, height, phase }) => -height * cos(order * (x - phase)));
  const values = circlePoints(pointCount(waves)).map(value);
  const least = values.reduce((low, one) => Math.min(low, one), Infinity);
  const mean = values.reduce((total, one) => total + exp(least - one), 0) / values.length;
  return {
    value,
    slope: (x) => sum(({ order, height, phase }) => height * order * sin(order * (x - phase))),
    curvature: (x) => sum(({ order, height, phase }) => height * squared(order) * cos(order * (x - phase))),
    logPartition: log(TURN * mean) - least,
  };
}

/** Points enough for twice the highest wave of e^{−V} that counts. */
function pointCount(waves: readonly Wave[]): number {
  const highest = waves.reduce((sum, { order, height }) => sum + order * (20 + 9 * Math.sqrt(Math.abs(height))), 0);
  const count = Math.max(POINTS, Math.ceil(2 * highest));
  if (count <= MOST_POINTS) return count;
  throw new RangeError(
    `wavePotential: waves expect orders and heights whose ln Z takes at most ${MOST_POINTS} points, got ${count}; lower them`,
  );
}
