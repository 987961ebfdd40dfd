import { type GaussianMixture, gaussianMixture, type MixtureComponent } from '../model/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { squared } from '../special/index.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { checkNoneNegative } from './number-check.js';
import type { DivergentField } from './time-field.js';
import { type AffinePart, weightedDivergence, weightedValues } from './weighted-field.js';

/**
 * The law at time t of a mixture of Gaussians under noising: again a mixture, each Gaussian with mean aμⱼ and variance a²σⱼ² + σ²(t).
 * @param t 0 or above
 * @throws RangeError when t is negative or not finite
 */
export function noisedMixture(law: GaussianMixture, schedule: NoiseSchedule, t: number): GaussianMixture {
  return gaussianMixture(
    noisedParts(law.components, schedule, t).map(({ weight, mean, variance }) => {
      return { weight, mean: Array.from(mean), deviation: Math.sqrt(variance) };
    }),
  );
}

/**
 * The score ∇ln ρ_t of a mixture of Gaussians under noising, at every time: what a network learns to estimate.
 * Cost: O(d) per path and component.
 */
export function noisedScore(law: GaussianMixture, schedule: NoiseSchedule): DivergentField {
  const { components } = law;
  const shape = [law.signalLength];
  return {
    name: `score of ${law.name}, ${schedule.name}`,
    shape,
    values: (paths, t) => weightedValues(noisedParts(components, schedule, t), paths),
    divergence: (paths, t) => weightedDivergence(noisedParts(components, schedule, t), paths),
    identity: { noisedScore: components, schedule: schedule.name },
    call: callOf(madeScore, components, schedule.call),
  };
}

const madeScore = portable(
  'transport/noised-mixture',
  (components: readonly MixtureComponent[], schedule: PortableCall<NoiseSchedule>): DivergentField =>
    noisedScore(gaussianMixture(components), perform(schedule)),
);

/** The Gaussians at time t, with their scores as affine fields. */
function noisedParts(
  components: GaussianMixture['components'],
  { scale, variance: added }: NoiseSchedule,
  t: number,
): AffinePart[] {
  checkNoneNegative('noisedMixture', { t });
  const [a, noise] = [scale(t), added(t)];
  return components.map(({ weight, mean, deviation }) => {
    const variance = squared(a * deviation) + noise;
    return {
      weight,
      mean: mean.map((value) => a * value),
      variance,
      velocity: mean.map(() => 0),
      slope: -1 / variance,
    };
  });
}
