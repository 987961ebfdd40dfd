import { type Matrix, matrix, rowsOf, type Vector } from '../array/index.js';
import { log10 } from '../special/index.js';
import { checkChains, rankScores, splitChains } from './chain-ranks.js';
import { mean, variance } from './moments.js';
import { quantile } from './quantile.js';

/**
 * Bulk effective sample size: that of the normal scores of the ranks, finite whatever the tails of the law are. Says how well the
 * centre of the law is known.
 * Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), section 4; the sum of autocorrelations is cut after Geyer (1992).
 * @param chains draws of one quantity, [chainCount, drawCount], one row per chain
 * @returns at most S log₁₀ S for S draws, the authors' bound for antithetic chains; NaN where no draw differs from another
 * @throws RangeError when there are fewer than four draws per chain, or a draw is not finite
 * Cost: a sort, and as many products of all draws as there are correlated lags.
 */
export function bulkSampleSize(chains: Matrix): number {
  checkChains('bulkSampleSize', chains);
  return sampleSizeOf(rankScores(splitChains(chains)));
}

/**
 * Tail effective sample size: the smaller one of those for the quantiles of probability 0.05 and 0.95.
 * @param chains as for `bulkSampleSize`
 * @throws RangeError as `bulkSampleSize`
 */
export function tailSampleSize(chains: Matrix): number {
  checkChains('tailSampleSize', chains);
  return Math.min(quantileSampleSize(chains, 0.05), quantileSampleSize(chains, 0.95));
}

/**
 * Effective sample size of the mean of all draws: their number over 1 + 2 Σ of autocorrelations, which all chains estimate together.
 * @param chains as for `bulkSampleSize`
 * @throws RangeError as `bulkSampleSize`
 */
export function meanSampleSize(chains: Matrix): number {
  checkChains('meanSampleSize', chains);
  return sampleSizeOf(splitChains(chains));
}

/**
 * Effective sample size of a quantile: that of the mean of the indicator of draws at or below the quantile of all draws.
 * @param chains as for `bulkSampleSize`
 * @param probability from 0 to 1; at 1 the indicator is constant and the size NaN
 * @throws RangeError as `bulkSampleSize` and `quantile`
 */
export function quantileSampleSize(chains: Matrix, probability: number): number {
  checkChains('quantileSampleSize', chains);
  const bound = quantile(chains.data, probability);
  const below = chains.data.map((value) => (value <= bound ? 1 : 0));
  return sampleSizeOf(splitChains(matrix(chains.rowCount, chains.columnCount, below)));
}

/** S/τ of chains that are split already. */
function sampleSizeOf(chains: Matrix): number {
  const { rowCount, columnCount } = chains;
  const rows = rowsOf(chains);
  const means = rows.map(mean);
  const centred = rows.map((row, c) => row.map((value) => value - means[c]));
  const within = meanProduct(centred, 0) * (columnCount / (columnCount - 1));
  const total = meanProduct(centred, 0) + (rowCount > 1 ? variance(means) : 0);
  const correlation = (lag: number): number => 1 - (within - meanProduct(centred, lag)) / total;
  const count = rowCount * columnCount;
  return count / Math.max(correlationTime(correlation, columnCount), 1 / log10(count));
}

/**
 * τ = 1 + 2 Σ ρₗ: autocorrelations are added in pairs of an even and the next odd lag as long as a pair is positive, and a pair counts no
 * more than the one before it (Geyer's initial monotone sequence). Of the pair that ends the sum the even lag counts once, where positive.
 */
function correlationTime(correlation: (lag: number) => number, length: number): number {
  let time = -1;
  let least = Infinity;
  for (let even = 0; ; even += 2) {
    const first = even === 0 ? 1 : correlation(even);
    const pair = first + correlation(even + 1);
    if (Number.isNaN(pair)) return NaN;
    if (pair <= 0 || even + 1 >= length - 3) return time + Math.max(0, first);
    least = Math.min(least, pair);
    time += 2 * least;
  }
}

/** Mean over chains of Σ xᵢ xᵢ₊ₗ / n, the same divisor for every lag. */
function meanProduct(centred: readonly Vector[], lag: number): number {
  let sum = 0;
  for (const chain of centred) {
    for (let i = lag; i < chain.length; i++) sum += chain[i] * chain[i - lag];
  }
  return sum / (centred.length * centred[0].length);
}
