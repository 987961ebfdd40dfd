import { ensembleOf, matrixOf, rowsOf } from '../../../array/index.js';
import { freeEnergies, machineLikelihood, machineLogPartition, restrictedMachine } from '../../../lattice/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly visibleBias: readonly number[];
  readonly hiddenBias: readonly number[];
  readonly weights: readonly (readonly number[])[];
  readonly data: readonly (readonly number[])[];
}

/** A restricted Boltzmann machine and its likelihood. */
export const rbmLogPartition: ClosedForm<Parameters> = ({ visibleBias, hiddenBias, weights, data }) => {
  const machine = restrictedMachine({ visibleBias, hiddenBias, weights: matrixOf(weights) });
  const states = ensembleOf(data);
  const { meanLogLikelihood, gradient } = machineLikelihood(machine, states);
  return {
    logPartition: machineLogPartition(machine),
    freeEnergies: freeEnergies(machine, states),
    meanLogLikelihood,
    gradientVisibleBias: gradient.visibleBias,
    gradientHiddenBias: gradient.hiddenBias,
    gradientWeights: rowsOf(gradient.weights),
  };
};
