import { checkCount } from '../array/index.js';
import { exp, expm1, log, log1p, squared } from '../special/index.js';
import type { GibbsAverages } from './spin-law.js';

/**
 * Ising's own model, a ring of spins without field: Z = (2 cosh K)ⁿ + (2 sinh K)ⁿ, ⟨U⟩ and Var U in units of J. It has no order at any
 * temperature above 0: all three are smooth in K, per site also for n → ∞.
 * @param sites n, whole number from 1; a ring of 1 binds its spin to itself, a ring of 2 has its bond twice
 * @param coupling K = βJ, finite
 * Cost: O(n), by a sum over the even number of unequal neighbours.
 */
export function isingRing(sites: number, coupling: number): GibbsAverages {
  checkCount('isingRing: sites', sites, 1);
  if (!Number.isFinite(coupling)) {
    throw new RangeError(
      `isingRing: coupling expects a finite number, got ${coupling}; give βJ, 0 for independent spins`,
    );
  }
  return { logPartition: logPartitionOf(sites, coupling), ...wallMoments(sites, coupling) };
}

/** Above this |K|, e^{−2|K|} leaves the range of numbers, and 1 − tanhⁿ K is 2n e^{−2|K|} to rounding long before. */
const STRONG = 300;

/** n ln 2 cosh K + ln(1 + tanhⁿ K). */
function logPartitionOf(n: number, coupling: number): number {
  const size = Math.abs(coupling);
  if (size > STRONG) return n * size + (coupling < 0 && n % 2 === 1 ? log(2 * n) - 2 * size : log(2));
  const logCosh = size + log1p(exp(-2 * size));
  if (size === 0) return n * logCosh;
  // ln(1 − e^{−2K}), by the form that keeps its digits: a frustrated ring needs 1 − tanhⁿ K.
  const shrunk = exp(-2 * size);
  const logTanh = (shrunk > 0.5 ? log(-expm1(-2 * size)) : log1p(-shrunk)) - log1p(shrunk);
  const power = n * logTanh;
  return n * logCosh + (coupling < 0 && n % 2 === 1 ? log(-expm1(power)) : log1p(exp(power)));
}

/** With k unequal neighbours, k even, U = −(n − 2k); there are 2 C(n, k) such states. */
function wallMoments(n: number, coupling: number): { meanEnergy: number; energyVariance: number } {
  const logWeights = [0];
  for (let k = 0; k + 2 <= n; k += 2) {
    const ratio = ((n - k) * (n - k - 1)) / ((k + 1) * (k + 2));
    logWeights.push(logWeights[k / 2] + log(ratio) - 4 * coupling);
  }
  const largest = logWeights.reduce((high, value) => Math.max(high, value), -Infinity);
  const weights = logWeights.map((value) => exp(value - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const walls = weights.reduce((sum, weight, half) => sum + weight * 2 * half, 0) / total;
  const variance = weights.reduce((sum, weight, half) => sum + weight * squared(2 * half - walls), 0) / total;
  return { meanEnergy: -(n - 2 * walls), energyVariance: 4 * variance };
}
