import { log } from './elementary/logarithm.js';

/** Bernoulli numbers B₂ₖ/(2k(2k − 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * ln Γ(x) for x > 0, to about 1e-15 relative (absolute near the zeros at 1 and 2).
 * Stirling's series at x + n ≥ 15, brought back by the recurrence.
 */
export function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  while (z < 15) {
    shift *= z;
    z += 1;
  }
  let sum = 0;
  let power = 1 / z;
  for (const coefficient of STIRLING) {
    sum += coefficient * power;
    power /= z * z;
  }
  return (z - 0.5) * log(z) - z + 0.5 * log(2 * Math.PI) + sum - log(shift);
}
