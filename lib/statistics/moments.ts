import { exp, log, squared } from '../special/index.js';

type Numbers = ArrayLike<number>;

/** Σ x, from the first to the last. */
export function sum(values: Numbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/**
 * Σ x / n.
 * @throws RangeError when there is no value
 */
export function mean(values: Numbers): number {
  requireCount('mean', values, 1);
  return sum(values) / values.length;
}

/**
 * Σ (x − m)² / (n − 1), m the mean: unbiased for independent values.
 * @throws RangeError when there are fewer than two values
 */
export function variance(values: Numbers): number {
  requireCount('variance', values, 2);
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += squared(values[i] - centre);
  return squares / (values.length - 1);
}

/**
 * The root of `variance`, with the divisor n − 1.
 * @throws RangeError when there are fewer than two values
 */
export function standardDeviation(values: Numbers): number {
  return Math.sqrt(variance(values));
}

/**
 * √(Σ x² / n).
 * @throws RangeError when there is no value
 */
export function rootMeanSquare(values: Numbers): number {
  return Math.sqrt(mean(Array.from(values, (value) => value * value)));
}

/**
 * exp(Σ ln x / n).
 * @throws RangeError when there is no value, or one is not positive
 */
export function geometricMean(values: Numbers): number {
  const logs = Array.from(values, (value, i) => {
    if (value > 0) return log(value);
    throw new RangeError(`geometricMean: values[${i}] expects a positive number, got ${value}; leave it out`);
  });
  requireCount('geometricMean', logs, 1);
  return exp(mean(logs));
}

/** Throws when there are fewer values than a statistic needs. */
export function requireCount(name: string, values: Numbers, least: number): void {
  if (!(values.length >= least)) {
    throw new RangeError(
      `${name}: values expects at least ${least} ${least === 1 ? 'number' : 'numbers'}, got ${values.length}; give more`,
    );
  }
}
