import type { Matrix } from '../array/index.js';
import { exp, logNormalTail, squared } from '../special/index.js';
import type { Finding } from './claim.js';

/** A number and its standard error. */
export interface Measured {
  readonly value: number;
  readonly error: number;
}

/** What claims in words mean by near and far: within a quarter, and by a factor of ten. The paper gives no such bounds. */
export const nearOne = (value: number): boolean => Math.abs(value - 1) < 0.25;
export const nearZero = (value: number): boolean => Math.abs(value) < 0.25;
export const farBelowOne = (value: number): boolean => value < 0.1;

/** Change of a quantity between two steps, in each group. */
export function changes(groups: Matrix, from: number, to: number): number[] {
  return Array.from(groups.row(to), (value, g) => value - groups.row(from)[g]);
}

/** Mean with its standard error. */
export function meanOf(values: readonly number[]): Measured {
  const value = values.reduce((sum, entry) => sum + entry, 0) / values.length;
  const variance = values.reduce((sum, entry) => sum + squared(entry - value), 0) / (values.length - 1);
  return { value, error: Math.sqrt(variance / values.length) };
}

/** Ratio of two means over the same groups, with its jackknife standard error. */
export function ratio(above: readonly number[], below: readonly number[], holds: (value: number) => boolean): Finding {
  const without = (values: readonly number[], g: number): number =>
    values.reduce((sum, entry, i) => (i === g ? sum : sum + entry), 0);
  const ours = without(above, -1) / without(below, -1);
  const others = above.map((_, g) => without(above, g) / without(below, g));
  const { value: centre } = meanOf(others);
  const squares = others.reduce((sum, entry) => sum + squared(entry - centre), 0);
  return { ours, standardError: Math.sqrt(((above.length - 1) / above.length) * squares), holds: holds(ours) };
}

/**
 * How many numbers lie above 0. Another run would count number i with the probability Φ(valueᵢ / errorᵢ); the standard error is
 * that of a sum of independent such events, or a reason where none of them is in doubt.
 */
export function countAbove(numbers: readonly Measured[]): Pick<Finding, 'ours' | 'standardError'> {
  const variance = numbers.reduce((sum, { value, error }) => {
    const chance = error > 0 ? exp(logNormalTail(-value / error)) : Number(value > 0);
    return sum + chance * (1 - chance);
  }, 0);
  const standardError =
    variance < 1e-6 ? 'No comparison is so close that it could turn out otherwise.' : Math.sqrt(variance);
  return { ours: numbers.filter(({ value }) => value > 0).length, standardError };
}
