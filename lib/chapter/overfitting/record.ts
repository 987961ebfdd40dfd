import type { Vector } from '../../array/index.js';
import type { Curve } from '../../divergence/index.js';
import { pairsOf } from '../../figure/ellipse.js';
import type { Role } from '../../figure/palette.js';
import type { DivergenceRecord, EnergyLaw } from './ar-descents.js';
import type { DivergenceSeries } from './divergence-traces.js';
import type { EnergyCloud } from './energy-density.js';
import type { EntropyLoss } from './entropy-budget.js';

/** A recorded law of two energies as a cloud of `energyDensity`. */
export function energyCloud(role: Role, { mean, covariance }: EnergyLaw): EnergyCloud {
  const [first, second] = pairsOf(covariance);
  return { role, mean: [mean[0], mean[1]], covariance: [first, second] };
}

/**
 * A recorded divergence and its parts as a series of `divergenceCurve`.
 * @param paper the paper's minimum, drawn beside the computed one
 */
export function divergenceSeries(
  role: Role,
  record: Pick<DivergenceRecord, 'divergence' | 'negativeEntropy' | 'logLikelihood'> & { readonly steps?: Vector },
  paper?: DivergenceSeries['paper'],
): DivergenceSeries {
  const { divergence, negativeEntropy, logLikelihood, steps } = record;
  return {
    role,
    paper,
    steps,
    divergence: divergence.values,
    divergenceError: divergence.standardErrors,
    negativeEntropy: negativeEntropy.values,
    negativeEntropyError: negativeEntropy.standardErrors,
    logLikelihood: logLikelihood.values,
    logLikelihoodError: logLikelihood.standardErrors,
  };
}

/** A recorded loss of entropy, exact by Appendix A, as a panel of `entropyBudget`. */
export function entropyLoss(role: Role, { collapseLoss, transportLoss }: DivergenceRecord): EntropyLoss {
  return { role, collapse: increments(collapseLoss), transport: increments(transportLoss) };
}

/** Increments of a cumulative curve, one per step. */
function increments({ values }: Curve): number[] {
  return Array.from(values.subarray(1), (value, t) => value - values[t]);
}
