import { hypot } from '../special/index.js';
import { mean, requireCount, standardDeviation } from './moments.js';

/** A number and its standard error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/**
 * The mean of independent values with its standard error s/√n, s their standard deviation with the divisor n − 1.
 * @throws RangeError when there are fewer than two values
 */
export function meanEstimate(values: ArrayLike<number>): Estimate {
  return { value: mean(values), standardError: standardDeviation(values) / Math.sqrt(values.length) };
}

/**
 * The standard deviation of independent normal values, divisor n − 1, with its standard error s/√(2(n − 1)).
 * @throws RangeError when there are fewer than two values
 */
export function deviationEstimate(values: ArrayLike<number>): Estimate {
  const value = standardDeviation(values);
  return { value, standardError: value / Math.sqrt(2 * (values.length - 1)) };
}

/**
 * A share p of n independent events with its standard error √(p(1 − p)/n): 0 where none or all happened.
 * @param count how many happened
 * @param of n
 * @throws RangeError when n is not positive, or the count is no number from 0 to n
 */
export function shareEstimate(count: number, of: number): Estimate {
  if (!(count >= 0 && count <= of && of > 0)) {
    throw new RangeError(`shareEstimate: count expects a number from 0 to ${of}, got ${count}; count among all events`);
  }
  const value = count / of;
  return { value, standardError: Math.sqrt((value * (1 - value)) / of) };
}

/** The difference of two independent estimates. */
export function differenceEstimate(of: Estimate, less: Estimate): Estimate {
  return { value: of.value - less.value, standardError: hypot(of.standardError, less.standardError) };
}

/**
 * The ratio of two independent estimates, its standard error to first order: relative errors add as squares.
 * @throws RangeError when either value is 0
 */
export function ratioEstimate(above: Estimate, below: Estimate): Estimate {
  if (above.value === 0 || below.value === 0) {
    throw new RangeError(`ratioEstimate: values expect numbers other than 0, got ${above.value} and ${below.value}`);
  }
  const value = above.value / below.value;
  const relative = hypot(above.standardError / above.value, below.standardError / below.value);
  return { value, standardError: Math.abs(value) * relative };
}

/**
 * The estimate at one entry of a recorded curve.
 * @param at number of the entry; a negative one counts from the end, −1 for the last
 * @throws RangeError when the curve has no such entry
 */
export function estimateAt(
  { values, standardErrors }: { readonly values: ArrayLike<number>; readonly standardErrors: ArrayLike<number> },
  at: number,
): Estimate {
  requireCount('estimateAt', values, at < 0 ? -at : at + 1);
  const entry = at < 0 ? values.length + at : at;
  return { value: values[entry], standardError: standardErrors[entry] };
}
