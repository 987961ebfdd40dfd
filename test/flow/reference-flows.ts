import { flowsOf } from '../../lib/command/verification/flow-checks.js';
import type { FlowReference } from '../../lib/command/verification/reference.js';
import type { Flow } from '../../lib/flow/index.js';

/** The regular and the mean-field flow of a reference file, under the file's names of them. */
export function referenceFlows(reference: FlowReference): { mgdm: Flow; mf: Flow } {
  const flows = flowsOf(reference);
  if (flows === undefined) throw new Error(`referenceFlows: the library lacks the energy of ${reference.name}`);
  return { mgdm: flows.regular, mf: flows.meanField };
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
