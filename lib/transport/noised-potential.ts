import type { Ensemble, Vector } from '../array/index.js';
import type { GaussianMixture } from '../model/index.js';
import { squared } from '../special/index.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { noisedMixture, noisedScore } from './noised-mixture.js';
import { checkAllPositive } from './number-check.js';
import type { TimePotential } from './time-potential.js';
import { weightedMeans } from './weighted-field.js';

/**
 * u = ln ρ_t of a mixture of Gaussians under noising with all derivatives in closed form: each Gaussian has ṁ = f m and V̇ = 2fV + g².
 * Cost: O(d) per path and component.
 */
export function noisedPotential(law: GaussianMixture, schedule: NoiseSchedule): TimePotential {
  const score = noisedScore(law, schedule);
  return {
    name: `ln ρ of ${law.name}, ${schedule.name}`,
    shape: score.shape,
    at(paths, t) {
      const noised = noisedMixture(law, schedule, t);
      return {
        values: noised.logDensity(paths),
        gradient: score.values(paths, t),
        laplacian: score.divergence(paths, t),
        timeSlopes: timeSlopes(noised, schedule, { paths, t }),
      };
    },
    identity: { noisedPotential: law.components, schedule: schedule.name },
  };
}

/** Where a potential is looked at. */
export interface PathsInTime {
  readonly paths: Ensemble;
  readonly t: number;
}

/** ∂ₜ ln ρ: the mean of −dV̇/2V + (x − m)·ṁ/V + |x − m|² V̇/2V² under the shares of the Gaussians at x. */
function timeSlopes(noised: GaussianMixture, schedule: NoiseSchedule, { paths, t }: PathsInTime): Vector {
  const [f, noise] = [schedule.decay(t), squared(schedule.volatility(t))];
  const parts = noised.components.map(({ weight, mean, deviation }) => ({
    weight,
    mean,
    variance: squared(deviation),
  }));
  return weightedMeans(parts, paths, (x, { mean, variance }) => {
    const growth = 2 * f * variance + noise;
    let [square, shift] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      const distance = x[i] - mean[i];
      square += squared(distance);
      shift += distance * f * mean[i];
    }
    return (-0.5 * x.length * growth + shift + (0.5 * square * growth) / variance) / variance;
  });
}

/**
 * By how much a function u misses the equation that ln ρ_t solves under a noising dX = fX dt + g dW, per unit of g² dt: the
 * Hamilton–Jacobi equation
 *
 *   ∂ₜu = ½g²(Δu + |∇u|²) − f x·∇u − d f.
 *
 * Divided by g², the residual does not depend on the clock by which the noising runs.
 * @returns (left − right)/g², nats, [N]
 * @throws RangeError when g(t) is not positive, or the paths are not those of the potential
 * Cost: one evaluation of the potential.
 */
export function noisingResidual(potential: TimePotential, schedule: NoiseSchedule, { paths, t }: PathsInTime): Vector {
  const d = paths.signalLength;
  if (paths.shape.join() !== potential.shape.join()) {
    throw new RangeError(
      `noisingResidual: paths expects shape [${potential.shape}], got [${paths.shape}]; take paths of the potential`,
    );
  }
  const [f, noise] = [schedule.decay(t), squared(schedule.volatility(t))];
  checkAllPositive('noisingResidual', { volatility: noise });
  const { gradient, laplacian, timeSlopes: slopes } = potential.at(paths, t);
  return slopes.map((slope, n) => {
    const [x, s] = [paths.path(n), gradient.path(n)];
    let [square, along] = [0, 0];
    for (let i = 0; i < d; i++) {
      square += squared(s[i]);
      along += x[i] * s[i];
    }
    return (slope + f * (along + d)) / noise - 0.5 * (laplacian[n] + square);
  });
}
