import type { FlowReference } from '../../lib/command/verification/reference.js';
import { autocovariance, stylized } from '../../lib/energy/index.js';
import { type Flow, meanFieldDescent, positive, regularDescent } from '../../lib/flow/index.js';

/** The regular and the mean-field flow of a reference file. */
export function referenceFlows({ params, input }: FlowReference): { mgdm: Flow; mf: Flow } {
  const energy =
    params.energy === 'acf'
      ? autocovariance({ signalLength: params.d, firstSquare: params.variant === 'from2' ? 2 : 1 })
      : stylized({ signalLength: params.d });
  const options = { stepSize: params.gamma, constraint: params.project ? positive : undefined };
  return { mgdm: regularDescent(energy, input.alpha, options), mf: meanFieldDescent(energy, input.alpha, options) };
}

/** The reference files of single steps whose energies have banded Hessians. */
export const flowReferences = [
  'flow-acf-eq5-d64',
  'flow-acf-from2-d64',
  'flow-acf-eq5-large-step-d32',
  'flow-acf-eq5-d1024',
  'flow-projected-acf-eq5-d64',
  'flow-stylized-d64',
  'flow-stylized-large-step-d64',
] as const;
