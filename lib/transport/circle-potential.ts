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

/** Points of the quadrature of ln Z: exact to rounding as long as Σ |height| stays below some 100 and orders below 30. */
const POINTS = 1024;

/**
 * The potential V(x) = −Σ height cos(order (x − phase)).
 * @throws RangeError when an order is no whole number from 1, or a number is not finite
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
  const points = circlePoints(POINTS);
  const least = points.reduce((low, x) => Math.min(low, value(x)), Infinity);
  const mean = points.reduce((total, x) => total + exp(least - value(x)), 0) / POINTS;
  return {
    value,
    slope: (x) => sum(({ order, height, phase }) => height * order * sin(order * (x - phase))),
    curvature: (x) => sum(({ order, height, phase }) => height * squared(order) * cos(order * (x - phase))),
    logPartition: log(TURN * mean) - least,
  };
}
