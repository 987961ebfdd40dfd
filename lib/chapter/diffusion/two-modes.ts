import { type GaussianMixture, gaussianMixture } from '../../model/index.js';

/** Two modes of unit deviation at ±distance, the left one with weight 0.3: the law on the line that this chapter learns to draw. */
export function twoModes(distance = 3): GaussianMixture {
  return gaussianMixture([
    { weight: 0.3, mean: [-distance] },
    { weight: 0.7, mean: [distance] },
  ]);
}
