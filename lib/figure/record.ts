import { checkCount, checkLength, type Matrix } from '../array';
import type { Curve } from '../divergence';
import type { DivergenceRecord, EnergyLaw, TableOneData } from '../experiment';
import type { DivergenceSeries } from './divergence-traces';
import type { Pair } from './ellipse';
import type { EnergyCloud } from './energy-density';
import type { EntropyLoss } from './entropy-budget';
import type { Role } from './palette';
import type { Trajectory } from './principle';

/** The rows of a matrix of two columns: energies of paths as points of a plane. */
export function pairsOf(energies: Matrix): Pair[] {
  if (energies.columnCount !== 2) {
    throw new RangeError(`pairsOf: energies expect 2 components, got ${energies.columnCount}; choose two of them`);
  }
  return Array.from({ length: energies.rowCount }, (_, n): Pair => [energies.row(n)[0], energies.row(n)[1]]);
}

/** A recorded law of two energies as a cloud of `energyDensity`. */
export function energyCloud(role: Role, { mean, covariance }: EnergyLaw): EnergyCloud {
  const [first, second] = pairsOf(covariance);
  return { role, mean: [mean[0], mean[1]], covariance: [first, second] };
}

/**
 * A recorded divergence and its parts as a series of `divergenceCurve`.
 * @param paper the paper's minimum, drawn beside ours
 */
export function divergenceSeries(
  role: Role,
  record: Pick<DivergenceRecord | TableOneData, 'divergence' | 'negativeEntropy' | 'logLikelihood'> & Partial<Pick<TableOneData, 'steps'>>,
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

/** What each step adds to a cumulative curve. */
function increments({ values }: Curve): number[] {
  return Array.from(values.subarray(1), (value, t) => value - values[t]);
}

/**
 * Energies of all paths by step, each [N, 2], as one trajectory per path.
 * @throws RangeError when there is no step, or steps differ in their number of paths
 */
export function trajectories(energiesByStep: readonly Matrix[]): Trajectory[] {
  checkCount('trajectories: number of steps', energiesByStep.length, 1);
  for (const { data } of energiesByStep) checkLength('trajectories: energies of a step', data, energiesByStep[0].data.length);
  const steps = energiesByStep.map(pairsOf);
  return steps[0].map((_, n) => steps.map((pairs) => pairs[n]));
}
