import { type Matrix, matrix } from '../array/index.js';
import { betaQuantile, exp, logNormalTail, squared } from '../special/index.js';
import { checkChains } from './chain-ranks.js';
import { bulkSampleSize, meanSampleSize, quantileSampleSize, tailSampleSize } from './effective-sample-size.js';
import type { Estimate } from './estimate.js';
import { mean, standardDeviation } from './moments.js';
import { rHat } from './potential-scale-reduction.js';
import { quantile } from './quantile.js';

/**
 * The mean of all draws of Markov chains with its Monte Carlo standard error s/√ESS, ESS that of the mean. Of recorded acceptance
 * probabilities it is the acceptance of a chain with its error.
 * @param chains draws of one quantity, [chainCount, drawCount], one row per chain
 * @throws RangeError when there are fewer than four draws per chain, or a draw is not finite
 */
export function chainMean(chains: Matrix): Estimate {
  checkChains('chainMean', chains);
  return {
    value: mean(chains.data),
    standardError: standardDeviation(chains.data) / Math.sqrt(meanSampleSize(chains)),
  };
}

/**
 * A quantile of all draws of Markov chains with its Monte Carlo standard error: half the distance of the draws at the ranks between which
 * the quantile lies with the probability of one standard deviation on either side, by the beta law of ESS draws (Vehtari, Gelman, Simpson,
 * Carpenter and Bürkner 2021, section 4.4).
 * @param chains as for `chainMean`
 * @param probability above 0 and below 1
 * @returns a standard error of NaN where no draw differs from another, as `chainMean` does
 * @throws RangeError as `chainMean`, or when the probability lies outside
 */
export function chainQuantile(chains: Matrix, probability: number): Estimate {
  checkChains('chainQuantile', chains);
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`chainQuantile: probability expects a number above 0 and below 1, got ${probability}`);
  }
  const size = quantileSampleSize(chains, probability);
  if (Number.isNaN(size)) return { value: quantile(chains.data, probability), standardError: NaN };
  const sorted = chains.data.slice().sort();
  const last = sorted.length - 1;
  const place = (tail: number): number =>
    betaQuantile(tail, size * probability + 1, size * (1 - probability) + 1) * sorted.length - 1;
  const low = sorted[Math.floor(Math.max(place(ONE_DEVIATION_TAIL), 0))];
  const high = sorted[Math.ceil(Math.min(place(1 - ONE_DEVIATION_TAIL), last))];
  return { value: quantile(chains.data, probability), standardError: (high - low) / 2 };
}

/** P(Z > 1), Z standard normal. */
const ONE_DEVIATION_TAIL = exp(logNormalTail(1));

/**
 * Expected squared jump distance: the mean of (xₜ₊₁ − xₜ)² along all chains, with its Monte Carlo standard error. The larger, the less a
 * draw is correlated with the next: it is 2 v (1 − ρ₁) for variance v and autocorrelation ρ₁ at equilibrium.
 * @param chains as for `chainMean`, of at least five draws
 * @throws RangeError as `chainMean`
 */
export function squaredJump(chains: Matrix): Estimate {
  const { rowCount, columnCount } = chains;
  checkChains('squaredJump', chains, { leastDraws: 5 });
  const jumps = matrix(rowCount, columnCount - 1);
  for (let c = 0; c < rowCount; c++) {
    const [from, to] = [chains.row(c), jumps.row(c)];
    for (let t = 0; t < to.length; t++) to[t] = squared(from[t + 1] - from[t]);
  }
  return chainMean(jumps);
}

/** What is asked of chains before their means are believed. */
export interface ChainSummary {
  /** Mean of all draws and its Monte Carlo standard error. */
  readonly mean: Estimate;
  /** Standard deviation of all draws, divisor n − 1. */
  readonly deviation: number;
  /** Rank-normalised split R-hat: below 1.01 for chains that agree. */
  readonly rHat: number;
  /** Effective sample sizes of centre and tails: the authors ask for at least 100 per chain. */
  readonly bulkSampleSize: number;
  readonly tailSampleSize: number;
  readonly squaredJump: Estimate;
}

/**
 * The usual diagnostics of one quantity together.
 * @param chains as for `chainMean`, at least two chains of at least five draws
 * @throws RangeError as `rHat`
 */
export function chainSummary(chains: Matrix): ChainSummary {
  return {
    mean: chainMean(chains),
    deviation: standardDeviation(chains.data),
    rHat: rHat(chains),
    bulkSampleSize: bulkSampleSize(chains),
    tailSampleSize: tailSampleSize(chains),
    squaredJump: squaredJump(chains),
  };
}
