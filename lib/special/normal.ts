import { exp } from './elementary/exponential.js';
import { log, log1p } from './elementary/logarithm.js';

const LOG_SQRT_TWO_PI = 0.5 * log(2 * Math.PI);

/** ln φ(z), the log-density of the standard normal law. */
export function logNormalDensity(z: number): number {
  return -0.5 * z * z - LOG_SQRT_TWO_PI;
}

/**
 * ln P(Z > z) for a standard normal Z, accurate to about 1e-13 relative on the whole line.
 * Series of Φ near the centre, continued fraction in the tail (Abramowitz and Stegun 26.2.11 and 26.2.14).
 */
export function logNormalTail(z: number): number {
  if (z < 0) return log1p(-exp(logNormalTail(-z)));
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 3; term > 1e-18 * sum; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return log(0.5 - exp(logNormalDensity(z)) * sum);
  }
  let fraction = z;
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return logNormalDensity(z) - log(fraction);
}

/** φ(z)/P(Z > z), the hazard rate of the standard normal law. */
export function normalHazard(z: number): number {
  return exp(logNormalDensity(z) - logNormalTail(z));
}

/**
 * The z with P(Z ≤ z) = p for a standard normal Z. From the rational approximation of Abramowitz and Stegun 26.2.23, good to 4.5e-4, by
 * three steps of Newton's method on ln P(Z > z).
 * @param p from 0, where z is −∞, to 1, where it is +∞; above ½ no better known than 1 − p is
 * @returns within about 1e-14
 * @throws RangeError when p lies outside 0 … 1
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`normalQuantile: p expects a number from 0 to 1, got ${p}`);
  const tail = Math.min(p, 1 - p);
  if (tail === 0) return p === 0 ? -Infinity : Infinity;
  const logTail = log(tail);
  const t = Math.sqrt(-2 * logTail);
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let round = 0; round < 3; round++) {
    const got = logNormalTail(z);
    z += (got - logTail) / exp(logNormalDensity(z) - got);
  }
  return p < 0.5 ? -z : z;
}
