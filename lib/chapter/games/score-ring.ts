import { vector } from '../../array/index.js';
import { type GaussianMixture, gaussianMixture } from '../../model/index.js';
import { circlePointOfTurns } from '../../special/index.js';
import { type NoiseSchedule, ornsteinUhlenbeck } from '../../transport/index.js';

/** Gaussians of the ring. */
export const RING_MODES = 5;
const RADIUS = 1.5;
const DEVIATION = 0.25;

const directions = Array.from({ length: RING_MODES }, (_, j) => {
  const point = vector(2);
  circlePointOfTurns(j / RING_MODES, point);
  return point;
});

/** Five Gaussians of equal weight and deviation ¼ on a circle of radius 3/2 in the plane, counterclockwise from the right. */
export function ringOfFive(): GaussianMixture {
  return gaussianMixture(
    directions.map((way) => ({
      weight: 1 / RING_MODES,
      mean: Array.from(way, (value) => RADIUS * value),
      deviation: DEVIATION,
    })),
  );
}

/** dX = −X dt + √2 dW: how the ring is noised. */
export const ringNoising: NoiseSchedule = ornsteinUhlenbeck();

/** First and last time at which a score of the ring is learned and measured: from a noise of deviation 0.14 to e^{−t} = 0.22. */
export const ringTimes = { first: 0.01, last: 1.5 } as const;

/** Number, from 0, of the mode of the ring that is nearest to a point of the plane; 0 for the origin. */
export function nearestMode(point: ArrayLike<number>): number {
  const scores = directions.map((way) => point[0] * way[0] + point[1] * way[1]);
  return scores.indexOf(Math.max(...scores));
}
