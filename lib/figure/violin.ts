import { exp, pow } from '../special/index.js';
import { quantile, standardDeviation } from '../statistics/index.js';

/** The shape of a sample: its density at a grid between its smallest and largest value. */
export interface Violin {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** Grid from min to max, both included. */
  readonly at: readonly number[];
  /** Density at the grid, its maximum 1. */
  readonly shape: readonly number[];
}

const gridSize = 48;

/**
 * Gaussian kernel density of a sample with Silverman's bandwidth, cut off at the smallest and largest value.
 * @param sample at least one finite number
 * @throws RangeError when the sample is empty or holds a number that is not finite
 * Cost: a sort, and at most 48 exponentials a number.
 */
export function violin(sample: ArrayLike<number>): Violin {
  const sorted = Array.from(sample).sort((a, b) => a - b);
  if (sorted.length === 0 || !sorted.every(Number.isFinite)) {
    throw new RangeError(
      'violin: sample expects at least one number, all finite, got none or others; check the statistic',
    );
  }
  const [min, max, median] = [sorted[0], sorted[sorted.length - 1], quantile(sorted, 0.5)];
  if (min === max) return { min, median, max, at: [min], shape: [1] };
  const width = bandwidth(sorted);
  const at = Array.from({ length: gridSize }, (_, i) => min + ((max - min) * i) / (gridSize - 1));
  const density = at.map((position) => kernelSum(sorted, position, width));
  const peak = Math.max(...density);
  return { min, median, max, at, shape: density.map((value) => value / peak) };
}

/** Σ exp(−½ ((position − value) / width)²) over the values within 5 widths; the rest adds less than 4·10⁻⁶ each. */
function kernelSum(sorted: readonly number[], position: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < sorted.length && sorted[i] < position + 5 * width; i++) {
    const distance = (position - sorted[i]) / width;
    if (distance < 5) sum += exp(-0.5 * distance * distance);
  }
  return sum;
}

/** Silverman's rule of thumb: 0.9 min(s, IQR / 1.34) n^(−1/5). */
function bandwidth(sorted: readonly number[]): number {
  const deviation = standardDeviation(sorted);
  const quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
  return 0.9 * (quartiles > 0 ? Math.min(deviation, quartiles) : deviation) * pow(sorted.length, -0.2);
}
