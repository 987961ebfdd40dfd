import type { Vector } from '../../../array/index.js';
import { finiteEnsembleLaw } from '../../../divergence/index.js';
import { ar } from '../../../model/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly phi: readonly number[];
  readonly signalLength: number;
  readonly gamma: number;
  readonly pathCounts: readonly number[];
  readonly atSteps: readonly number[];
  readonly lastStep: number;
}

/** The law of finite mean-field ensembles with the energy of eq. (5). */
export const finiteEnsembleLawExact: ClosedForm<Parameters, { readonly target: readonly number[] }> = (
  { phi, signalLength, gamma, pathCounts, atSteps, lastStep },
  { target },
) => {
  const truth = ar(phi, { signalLength });
  const law = finiteEnsembleLaw(truth)({ target, stepSize: gamma, stepCount: lastStep });
  const at = (values: ArrayLike<number>): number[] => atSteps.map((t) => values[t]);
  const divergences: Vector[] = pathCounts.map((pathCount) => law.divergence(pathCount));
  return {
    target,
    infiniteEnsemble: at(law.limit),
    excessTimesPaths: at(law.excess),
    collapseTimesPaths: at(law.collapse),
    divergence: divergences.map(at),
    minimum: divergences.map((values) => Math.min(...values)),
    minimumStep: divergences.map((values) => values.indexOf(Math.min(...values))),
  };
};
