import { ensemble, vectorOf } from '../../array/index.js';
import { gaussianMixture } from '../../model/index.js';
import { squared } from '../../special/index.js';
import {
  evenTimes,
  type Integrator,
  interpolatedMixture,
  type NormalEnds,
  straightInterpolant,
  withNoise,
} from '../../transport/index.js';

/** How a diffusion is taken in steps. */
export interface StepLawOptions {
  /** ε, 0 or above. */
  readonly epsilon: number;
  readonly stepCount: number;
}

/**
 * The variance that steps of a rule end at, between N(0, S₀) and N(0, S₁) along the straight interpolant: exact, since the drift is
 * linear. Each step is x′ = a x + c ξ; a and c are read off the rule itself, from a path at 1 without noise and a path at 0 with ξ = 1.
 */
export function stepVariance(
  integrator: Integrator,
  { startVariance, endVariance, noise }: NormalEnds,
  { epsilon, stepCount }: StepLawOptions,
): number {
  const [start, end] = [startVariance, endVariance].map((variance) =>
    gaussianMixture([{ weight: 1, mean: [0], deviation: Math.sqrt(variance) }]),
  );
  const diffusion = withNoise(interpolatedMixture(start, end, straightInterpolant({ noise })), epsilon);
  const paths = ensemble(2, 1, vectorOf([1, 0]));
  const times = evenTimes(0, 1, stepCount);
  let variance = startVariance;
  for (let t = 0; t < stepCount; t++) {
    const [from, to] = [times[t], times[t + 1]];
    const volatility = integrator.volatility(diffusion.volatility(from), diffusion.volatility(to));
    const { data } = integrator.move(diffusion, { paths, from, to, normals: vectorOf([0, volatility]) });
    variance = squared(data[0]) * variance + squared(data[1]);
  }
  return variance;
}
