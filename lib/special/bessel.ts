import { log } from './elementary/logarithm.js';
import { squared } from './elementary/power.js';
import { logGamma } from './gamma.js';

/**
 * ln I_ν(z), the logarithm of the modified Bessel function of the first kind, for real order ν > −1 and z > 0.
 * Never overflows; accurate to about 1e-14 relative. Power series (all terms positive) below z = 30 + ν², asymptotic
 * series above (Abramowitz and Stegun 9.6.10 and 9.7.1). Cost: O(z) terms in the first case, about 20 in the second.
 */
export function logBesselI(order: number, z: number): number {
  return logBesselIOfOrder(order)(z);
}

/** `logBesselI` of one order as a function of z, for many values: ln Γ(ν + 1) is taken once. */
export function logBesselIOfOrder(order: number): (z: number) => number {
  const logFactorial = logGamma(order + 1);
  const reach = 30 + order * order;
  return (z) => (z < reach ? byPowers(order, z, logFactorial) : byInversePowers(order, z));
}

function byPowers(order: number, z: number, logFactorial: number): number {
  const quarter = 0.25 * z * z;
  let scale = 0;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= quarter / (k * (order + k));
    sum += term;
    if (sum > 1e200) {
      term *= 1e-200;
      sum *= 1e-200;
      scale += 200 * Math.LN10;
    }
  }
  return order * log(0.5 * z) - logFactorial + scale + log(sum);
}

function byInversePowers(order: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    const next = (-term * (4 * order * order - squared(2 * k - 1))) / (8 * k * z);
    // The series is asymptotic: its terms fall and then grow, so that the sum ends at the smallest term.
    if (Math.abs(next) > Math.abs(term)) break;
    term = next;
    sum += term;
  }
  return z - 0.5 * log(2 * Math.PI * z) + log(sum);
}
