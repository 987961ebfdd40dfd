import { requireCount } from './moments.js';

/**
 * The quantile of a sample, linear between its sorted values: that of probability p stands at place (n − 1) p, counted from 0
 * (type 7 of Hyndman and Fan, as in R and NumPy). The median is that of ½.
 * @param probability from 0, the least value, to 1, the greatest
 * @throws RangeError when there is no value, or the probability is no number from 0 to 1
 * Cost: a sort.
 */
export function quantile(values: ArrayLike<number>, probability: number): number {
  requireCount('quantile', values, 1);
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`quantile: probability expects a number from 0 to 1, got ${probability}; give a share`);
  }
  return quantileOfSorted(
    Array.from(values).sort((a, b) => a - b),
    probability,
  );
}

/** The same of values that are sorted already; neither values nor probability are checked. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
