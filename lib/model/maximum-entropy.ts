import { checkPositive } from '../array/index.js';
import { checkLength } from './path-model.js';
import { exponential, gaussian, truncatedGaussian, type WhiteModel } from './white.js';

/** Where the values of a model lie. */
export interface Support {
  readonly name: string;
  /** Values are above this number. */
  readonly infimum: number;
}

/** All real numbers. */
export const realLine: Support = Object.freeze({ name: 'real line', infimum: -Infinity });

/** The numbers above 0. */
export const positiveAxis: Support = Object.freeze({ name: 'positive axis', infimum: 0 });

/** What a base model takes over from one value of the true model. */
export interface Marginal {
  readonly support: Support;
  readonly mean: number;
  /** Standard deviation, above 0. */
  readonly deviation: number;
}

/** Mean and deviation count as equal up to rounding. */
const ROUNDING = 1e-9;

/**
 * Independent values of the law of largest entropy with the given support, mean and standard deviation: the Gaussian on the
 * real line; on the positive axis the exponential when mean and deviation are equal, else the truncated Gaussian.
 *
 * Paper: section 5.1; Dowson and Wragg 1973. On the positive axis there is no such law when the deviation is above the mean:
 * entropies then come as near as one likes to the exponential's, by a little mass far out, and none is largest.
 * @param marginal what `marginal` of an AR or a CIR model says
 * @throws RangeError when the deviation is not positive and finite, or, on the positive axis, above the mean
 */
export function maximumEntropy(
  { support, mean, deviation }: Marginal,
  { signalLength }: { readonly signalLength: number },
): WhiteModel {
  checkLength('maximumEntropy', signalLength);
  checkPositive('maximumEntropy: deviation', deviation);
  if (support.infimum === -Infinity) return gaussian({ signalLength, mean, deviation });
  if (support.infimum !== 0) {
    throw new RangeError(
      `maximumEntropy: support expects the real line or the positive axis, got ${support.name}; shift the values`,
    );
  }
  checkPositive('maximumEntropy: mean', mean);
  if (Math.abs(deviation - mean) <= ROUNDING * mean) return exponential({ signalLength, scale: mean });
  if (deviation > mean) {
    throw new RangeError(
      `maximumEntropy: deviation expects at most the mean ${mean}, got ${deviation}: no law on the positive axis with these ` +
        'two has the largest entropy; choose a base model by hand, such as exponential',
    );
  }
  return truncatedGaussian({ signalLength, mean, deviation });
}
