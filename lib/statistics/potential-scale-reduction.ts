import { type Matrix, matrix, rowsOf } from '../array/index.js';
import { checkChains, rankScores, splitChains } from './chain-ranks.js';
import { mean, variance } from './moments.js';
import { quantile } from './quantile.js';

/**
 * R-hat of Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), section 4: how much wider the draws of all chains together are than
 * those of each half of a chain, by normal scores of their ranks. The larger one of two values, for the draws themselves and for their
 * distances from the median, so that chains of equal location and unequal spread are seen too. 1 in the limit; the authors ask for less
 * than 1.01 with at least four chains.
 *
 * All chains in the same wrong place give 1: R-hat compares chains with each other, not with the law that they should have.
 * @param chains draws of one quantity, [chainCount, drawCount], one row per chain
 * @returns from about 1; NaN where no draw differs from another
 * @throws RangeError when there are fewer than two chains or than four draws per chain, or a draw is not finite
 * Cost: two sorts of all draws.
 */
export function rHat(chains: Matrix): number {
  checkChains('rHat', chains, { leastChains: 2 });
  const split = splitChains(chains);
  const median = quantile(split.data, 0.5);
  const distances = matrix(
    split.rowCount,
    split.columnCount,
    split.data.map((value) => Math.abs(value - median)),
  );
  return Math.max(scaleReduction(rankScores(split)), scaleReduction(rankScores(distances)));
}

/** √(((n − 1) W + B)/(n W)) of n draws per chain, W the mean variance within chains and B/n the variance of their means. */
function scaleReduction(chains: Matrix): number {
  const rows = rowsOf(chains);
  const length = chains.columnCount;
  const within = mean(rows.map(variance));
  return Math.sqrt((length - 1) / length + variance(rows.map(mean)) / within);
}
