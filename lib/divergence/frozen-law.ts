import { type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { autocovariance } from '../energy/index.js';
import type { Schedule } from '../flow/index.js';
import type { Model } from '../model/index.js';
import { log, squared } from '../special/index.js';
import { modesOf } from './finite-ensemble.js';

/** The law of fresh white noise that frozen weights of the autocovariance energy move, in closed form, by step. */
export interface FrozenLaw {
  /** D(q_t ‖ p), nats per path, [T + 1]. */
  readonly divergence: Vector;
  /** Variance of each mode, [T + 1, d]: the law is Gaussian, and its modes (`autocovarianceModes`) are independent. */
  readonly variances: Matrix;
}

/**
 * Follows the modes of white noise through a schedule of the autocovariance energy, eq. (5).
 *
 * A step multiplies mode j by 1 − (2/d)(w₂ + w₁ cos θⱼ), a number that no path changes: for a given schedule the law is
 * exactly Gaussian.
 * @param truth p, a centred Gaussian law of paths, d ≥ 2; only its log-density is used
 * @throws RangeError when the truth is no such law, or the schedule belongs to another energy, variant of eq. (5) or length,
 *   or has a constraint
 * Cost: O(d²) once per truth, then O(d) per step.
 */
export function frozenLaw(truth: Model): (plan: Schedule) => FrozenLaw {
  const { signalLength: d } = truth;
  const { cosines, precisions, logPeak } = modesOf('frozenLaw', truth);
  const wanted = JSON.stringify(autocovariance({ signalLength: d }).recipe);
  return ({ energy, weights, stepCount, constraint }) => {
    if (JSON.stringify(energy.recipe) !== wanted || constraint !== undefined) {
      throw new RangeError(
        `frozenLaw: schedule expects one of the autocovariance of eq. (5) for paths of length ${d} and without a constraint, ` +
          `got ${energy.name} of length ${energy.signalLength}${constraint ? `, ${constraint.name}` : ''}: ` +
          `${JSON.stringify(energy.recipe?.arguments)}`,
      );
    }
    const variances = matrix(stepCount + 1, d);
    variances.row(0).fill(1);
    const divergence = vector(stepCount + 1);
    for (let t = 0; ; t++) {
      const now = variances.row(t);
      divergence[t] = -logPeak;
      for (let j = 0; j < d; j++) divergence[t] += 0.5 * (precisions[j] * now[j] - 1 - log(2 * Math.PI * now[j]));
      if (t === stepCount) return { divergence, variances };
      const [forLag, forVariance] = weights.row(t);
      const next = variances.row(t + 1);
      for (let j = 0; j < d; j++) next[j] = now[j] * squared(1 - (2 / d) * (forVariance + forLag * cosines[j]));
    }
  };
}
