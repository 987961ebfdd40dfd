import { log } from './elementary/logarithm.js';

/** Bernoulli numbers B₂ₖ/2k of the asymptotic series. */
const SERIES = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];

/**
 * ψ(x) = d ln Γ(x)/dx for x > 0, to about 1e-15 absolute.
 * The asymptotic series at x + n ≥ 15, brought back by the recurrence (Abramowitz and Stegun 6.3.5 and 6.3.18).
 */
export function digamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 15) {
    shift += 1 / z;
    z += 1;
  }
  let sum = 0;
  let power = 1 / (z * z);
  for (const coefficient of SERIES) {
    sum += coefficient * power;
    power /= z * z;
  }
  return log(z) - 0.5 / z - sum - shift;
}
