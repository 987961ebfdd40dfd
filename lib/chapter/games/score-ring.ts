import { vector } from '../../array/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import { circlePointOfTurns } from '../../special/index.js';
import { type NoiseSchedule, ornsteinUhlenbeck } from '../../transport/index.js';

const COUNT = 5;
const RADIUS = 1.5;
const DEVIATION = 0.25;

/** Five Gaussians of equal weight and deviation ¼ on a circle of radius 3/2 in the plane, counterclockwise from the right. */
export function ringOfFive(): GaussianMixture {
  return gaussianMixture(
    Array.from({ length: COUNT }, (_, j) => {
      const point = vector(2);
      circlePointOfTurns(j / COUNT, point);
      return { weight: 1 / COUNT, mean: Array.from(point, (value) => RADIUS * value), deviation: DEVIATION };
    }),
  );
}

/** dX = −X dt + √2 dW: how the ring is noised. */
export const ringNoising: NoiseSchedule = ornsteinUhlenbeck();

/** First and last time at which a score of the ring is learned and measured: from a noise of deviation 0.14 to e^{−t} = 0.22. */
export const ringTimes = { first: 0.01, last: 1.5 } as const;
