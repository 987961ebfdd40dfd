import { checkCount, type Ensemble, type Vector, vector } from '../array/index.js';
import { type Estimate, meanEstimate } from './estimate.js';

/**
 * The share of Σ x⁴ that the heaviest window of consecutive values holds: near window/d · (a logarithm) where large values are spread
 * evenly, near 1 where one burst holds them.
 * @param series x, [d], not all 0
 * @param window number of consecutive values, from 1 to d; 12, about half a month of days, when left out
 * @throws RangeError when the window is no whole number from 1 to d, or all values are 0
 * Cost: O(d).
 */
export function burstShare(series: Vector, window = 12): number {
  checkCount('burstShare: window', window, 1);
  checkCount('burstShare: length of series', series.length, window);
  let [total, held, most] = [0, 0, 0];
  for (let i = 0; i < series.length; i++) {
    const fourth = series[i] * series[i] * (series[i] * series[i]);
    total += fourth;
    held += fourth;
    if (i >= window) {
      const left = series[i - window];
      held -= left * left * (left * left);
    }
    most = Math.max(most, held);
  }
  if (!(total > 0))
    throw new RangeError('burstShare: series expects values other than 0, got none; choose another series');
  return Math.min(1, most / total);
}

/**
 * Mean of `burstShare` over paths, with the standard error of independent paths. The share of a path depends on its length: compare
 * paths with stretches of a record that are as long.
 */
export function burstShareOfPaths(paths: Ensemble, window = 12): Estimate {
  return meanEstimate(vector(paths.pathCount).map((_, n) => burstShare(paths.path(n), window)));
}
