import { checkCount, type Ensemble, type Matrix, matrix } from '../array/index.js';
import { exp, log, log1p, logGamma, logNormalTail } from '../special/index.js';
import { checkSpins } from './spin-system.js';

/** How a network keeps patterns. */
export interface HebbOptions {
  /** Whether Jᵢᵢ = 0; false when left out, which keeps J positive semidefinite. */
  readonly zeroDiagonal?: boolean;
}

/**
 * Hebb's couplings J = (1/n) Σ yʸᵀ of n patterns: the energy −½ sᵀJs is low at each of them (Hopfield 1982).
 * @param patterns spins ±1, [n, N], n from 1
 * @returns J, [N, N], symmetric
 * @throws RangeError when there is no pattern, or an entry is neither 1 nor −1
 * Cost: n N² additions.
 */
export function hebbCouplings(patterns: Ensemble, { zeroDiagonal = false }: HebbOptions = {}): Matrix {
  const { pathCount, signalLength: size } = patterns;
  if (pathCount === 0) throw new RangeError('hebbCouplings: patterns expects at least one, got none');
  checkSpins('hebbCouplings: patterns', patterns, size);
  const couplings = matrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let at = 0; at < patterns.data.length; at += size) sum += patterns.data[at + i] * patterns.data[at + j];
      const coupling = zeroDiagonal && i === j ? 0 : sum / pathCount;
      couplings.row(i)[j] = coupling;
      couplings.row(j)[i] = coupling;
    }
  }
  return couplings;
}

/** A memory of random patterns. */
export interface HebbMemory extends HebbOptions {
  /** N, whole number from 1. */
  readonly sites: number;
  /** n, whole number from 1. */
  readonly patterns: number;
}

/** What happens to a bit of a stored pattern in one parallel step. */
export interface HebbErrorRate {
  /** Probability that the field points away from the stored bit. */
  readonly wrong: number;
  /** Probability that the field is 0. */
  readonly tie: number;
  /** The first in the normal approximation, Q(signal/√((n − 1)(N − 1))). */
  readonly normalApproximation: number;
}

/**
 * Share of wrong bits after one parallel step s ← sgn(Js) from a stored pattern, for n random patterns of N fair signs.
 *
 * The field at a site, times n and the stored bit, is a signal plus the sum of (n − 1)(N − 1) independent fair signs; the signal is
 * N + n − 1 with the diagonal kept and N − 1 without: the diagonal adds n to the signal and its fixed part to no noise.
 * @throws RangeError when a number is no whole number from 1
 * Cost: a sum over the tail of a binomial law.
 */
export function hebbErrorRate({ sites, patterns, zeroDiagonal = false }: HebbMemory): HebbErrorRate {
  checkCount('hebbErrorRate: sites', sites, 1);
  checkCount('hebbErrorRate: patterns', patterns, 1);
  if (patterns === 1) return { wrong: 0, tie: 0, normalApproximation: 0 };
  const signal = zeroDiagonal ? sites - 1 : sites + patterns - 1;
  const signs = (patterns - 1) * (sites - 1);
  // One site: no noise; the field is the signal.
  if (signs === 0) return { wrong: 0, tie: signal === 0 ? 1 : 0, normalApproximation: signal === 0 ? 0.5 : 0 };
  // The sum of the signs is 2k − signs, k of them being 1.
  const atTie = (signs - signal) / 2;
  const hasTie = Number.isInteger(atTie) && atTie >= 0;
  return {
    wrong: binomialTail(hasTie ? atTie - 1 : Math.floor(atTie), signs),
    tie: hasTie ? fairBinomial(atTie, signs) : 0,
    normalApproximation: exp(logNormalTail(signal / Math.sqrt(signs))),
  };
}

/** P(K ≤ last) for K heads of fair coins, last below the mean. */
function binomialTail(last: number, coins: number): number {
  if (last < 0) return 0;
  let term = fairBinomial(last, coins);
  let sum = term;
  for (let k = last; k > 0 && term > 1e-18 * sum; k--) {
    term *= k / (coins - k + 1);
    sum += term;
  }
  return sum;
}

/** P(K = k) for K heads of fair coins, to a few units in the last place (Loader 2000): no large logarithms cancel. */
function fairBinomial(k: number, coins: number): number {
  const rest = coins - k;
  if (k === 0 || rest === 0) return exp(-coins * log(2));
  const exponent =
    stirlingRest(coins) - stirlingRest(k) - stirlingRest(rest) - deviance(k, coins / 2) - deviance(rest, coins / 2);
  return exp(exponent) * Math.sqrt(coins / (2 * Math.PI * k * rest));
}

/** ln n! less Stirling's ½ ln(2πn) + n ln n − n. */
function stirlingRest(n: number): number {
  if (n < 16) return logGamma(n + 1) - 0.5 * log(2 * Math.PI * n) - n * log(n) + n;
  const s = 1 / (n * n);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / n;
}

/** x ln(x/m) + m − x. */
function deviance(x: number, m: number): number {
  const share = (x - m) / m;
  return m * ((1 + share) * log1p(share) - share);
}
