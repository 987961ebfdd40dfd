import { type Displayable, displaySymbol, type Ensemble, matrix, tableBundle } from '../array/index.js';
import { descendFrozenMeasured, type FrozenOptions, type MeasuredFrozenDescent, type Schedule } from '../flow/index.js';
import { logDensityOf, type Model } from '../model/index.js';
import { type Curve, meanCurve } from './reverse-divergence.js';

/** Reverse Kullback-Leibler divergence D(q_t ‖ p) of fresh paths through a schedule, with its parts. All in nats per path. */
export interface FrozenDivergence extends Displayable {
  /** D(q_t ‖ p) = −H(q_t) − E[ln p]. */
  readonly divergence: Curve;
  /** −H(q_t). */
  readonly negativeEntropy: Curve;
  /** E[ln p] under q_t. */
  readonly logLikelihood: Curve;
  readonly descent: MeasuredFrozenDescent;
}

/** Where fresh paths start. */
export interface FrozenStart {
  /** q₀, the law of `paths`. */
  readonly base: Model;
  /** x₀, [N, d], drawn from `base` and none of the pilot's. */
  readonly paths: Ensemble;
}

/**
 * The reverse divergence of a frozen descent's law from the true model after every step.
 *
 * Paths are independent, so that all standard errors come from the spread between them; the noise of probes is part of
 * that spread. The divergence is that of the law given the schedule: the pilot's own chance is not in its errors.
 * @param truth p
 * @throws RangeError when paths, schedule and models differ in signal length, and what `descendFrozenMeasured` throws
 * Cost: that of `descendFrozenMeasured`.
 */
export async function frozenDivergence(
  plan: Schedule,
  truth: Model,
  { base, paths }: FrozenStart,
  options: FrozenOptions = {},
): Promise<FrozenDivergence> {
  const start = base.logDensity(paths);
  const descent = await descendFrozenMeasured(plan, paths, [logDensityOf(truth)], options);
  const { logDeterminants, observations, stepCount } = descent;
  const { rowCount, columnCount } = logDeterminants;
  const entropies = matrix(rowCount, columnCount);
  const divergences = matrix(rowCount, columnCount);
  for (let i = 0; i < entropies.data.length; i++) {
    entropies.data[i] = start[i % columnCount] - logDeterminants.data[i];
    divergences.data[i] = entropies.data[i] - observations[0].data[i];
  }
  const [divergence, negativeEntropy, logLikelihood] = [divergences, entropies, observations[0]].map(meanCurve);
  const at = (t: number): string =>
    `${divergence.values[t].toFixed(4)} ± ${divergence.standardErrors[t].toFixed(4)} nats`;
  return {
    divergence,
    negativeEntropy,
    logLikelihood,
    descent,
    [displaySymbol]: () =>
      tableBundle(`reverse divergence of fresh paths, ${plan.name} of ${plan.energy.name} towards ${truth.name}`, [
        ['paths', columnCount],
        ['at the start', at(0)],
        [`after step ${stepCount}`, at(stepCount)],
      ]),
  };
}
