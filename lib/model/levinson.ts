import { type Vector, vector } from '../array/index.js';
import { squared } from '../special/index.js';
import { type ArModel, ar } from './ar.js';

/** The autoregression that has given autocovariances at the lags 0 … p. */
export interface Autoregression {
  /** φ₁ … φₚ. */
  readonly coefficients: Vector;
  /** κ₁ … κₚ, partial autocorrelations, all in (−1, 1). */
  readonly partials: Vector;
  /** σ², variance of the innovations. */
  readonly innovationVariance: number;
}

/**
 * Levinson's recursion: the coefficients of orders 1 … p one after the other.
 * @param name of the public function, for errors
 * @throws RangeError when a number is not finite, the variance not positive, or no stationary law has these
 *   autocovariances: a partial autocorrelation is then outside of (−1, 1)
 * Cost: O(p²).
 */
export function autoregressionOf(name: string, autocovariances: ArrayLike<number>): Autoregression {
  const alpha = Array.from(autocovariances);
  if (alpha.length === 0 || !alpha.every(Number.isFinite) || !(alpha[0] > 0)) {
    throw new RangeError(
      `${name}: autocovariances expect finite numbers, lag 0 first and positive, got [${alpha.join(', ')}]`,
    );
  }
  const order = alpha.length - 1;
  let coefficients = vector(0);
  const partials = vector(order);
  let errorVariance = alpha[0];
  for (let m = 1; m <= order; m++) {
    let missing = alpha[m];
    for (let j = 0; j < m - 1; j++) missing -= coefficients[j] * alpha[m - 1 - j];
    const partial = missing / errorVariance;
    if (!(Math.abs(partial) < 1)) {
      throw new RangeError(
        `${name}: autocovariances expect those of a stationary law, got partial autocorrelation ` +
          `${partial.toPrecision(4)} at lag ${m}, expected within (-1, 1); shrink the autocovariances from lag ${m} on`,
      );
    }
    const next = vector(m);
    for (let j = 0; j < m - 1; j++) next[j] = coefficients[j] - partial * coefficients[m - 2 - j];
    next[m - 1] = partial;
    partials[m - 1] = partial;
    coefficients = next;
    errorVariance *= 1 - squared(partial);
  }
  return { coefficients, partials, innovationVariance: errorVariance };
}

/**
 * The stationary law of largest entropy with given autocovariances at the lags 0 … p: an autoregression of order p
 * (Burg 1975), found by Levinson's recursion.
 * @param autocovariances α₀ … αₚ, lag 0 first
 * @throws RangeError when no stationary law has these autocovariances, or signalLength is not positive
 * Cost: O(p²).
 */
export function maximumEntropyAr(
  autocovariances: ArrayLike<number>,
  { signalLength }: { readonly signalLength: number },
): ArModel {
  const { coefficients } = autoregressionOf('maximumEntropyAr', autocovariances);
  return ar(Array.from(coefficients), { signalLength, variance: autocovariances[0] });
}
