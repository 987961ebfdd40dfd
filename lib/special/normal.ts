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
