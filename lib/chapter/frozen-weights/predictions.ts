import { meanEstimate } from '../../statistics/index.js';
import type { Prediction } from '../../study/claim.js';
import { frozenPilots } from './frozen-pilots.js';

/** Divergence of the mean-field limit itself from AR(0.1), nats per path: the pilot's chance comes on top. */
const LIMIT = 0.013;

/** Numbers of this chapter that were known beforehand. */
export function predictions(): Prediction[] {
  return [8, 32, 128, 1024].map((size) => ({
    subject: 'frozen weights',
    prediction: `AR(0.1), autocovariance: divergence of fresh paths after 400 steps, weights from ${size} pilot paths, nats per path`,
    predicted: LIMIT + 2 / (2 * size),
    predictedBy: 'D∞ + K/(2N₀): mean-field limit and the noise of the pilot’s two means, to first order',
    where: '11',
    find: (load) => {
      const pilot = (load(frozenPilots({}, { profile: 'paper' })) ?? load(frozenPilots()))?.data.pilots.find(
        (one) => one.size === size,
      );
      if (pilot === undefined || pilot.atEnd.length < 2) return undefined;
      const { value, standardError } = meanEstimate(pilot.atEnd);
      return { ours: value, standardError };
    },
  }));
}
