import { checkPositive } from '../array/index.js';
import { betaProbability } from '../special/index.js';

/** Two levels of parallel tempering in a harmonic potential. */
export interface HarmonicSwap {
  /** d, number of values of a path. */
  readonly dimension: number;
  /** R ≥ 1, ratio of the inverse temperatures. */
  readonly ratio: number;
}

/**
 * Mean acceptance of swaps between paths at rest at the inverse temperatures β and Rβ for U = ½‖x‖²: 2 I_{1/(1+R)}(d/2, d/2), with the
 * regularised incomplete beta function, since the share of one path in the sum of both scaled energies has a beta law.
 * @throws RangeError when the dimension is not positive and finite, or the ratio is below 1
 */
export function harmonicSwapAcceptance({ dimension, ratio }: HarmonicSwap): number {
  checkPositive('harmonicSwapAcceptance: dimension', dimension);
  if (!(ratio >= 1 && ratio < Infinity)) {
    throw new RangeError(
      `harmonicSwapAcceptance: ratio expects a finite number from 1, got ${ratio}; divide the larger inverse temperature by the smaller`,
    );
  }
  return 2 * betaProbability(1 / (1 + ratio), dimension / 2, dimension / 2);
}
