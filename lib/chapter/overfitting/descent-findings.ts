import { squared } from '../../special/index.js';
import type { Finding, Loader } from '../../study/claim.js';
import { type ArDescentsData, arDescents, type DivergenceRecord } from './ar-descents.js';
import { paperError } from './paper-error.js';

/** Findings of the stored descents towards AR(0.1). */
export const fromDescents =
  (find: (data: ArDescentsData) => Finding) =>
  (load: Loader): Finding | undefined => {
    const result = load<ArDescentsData>(arDescents());
    return result && find(result.data);
  };

/** The least divergence beside the paper’s, with the paper's standard error. */
export function leastOf({ minimum }: DivergenceRecord, paper: number): Finding {
  return { ours: minimum.value, standardError: minimum.standardError, statedStandardError: paperError(paper) };
}

/** The step of the least divergence; the paper's comes from one group of paths, and has the error of one of our groups. */
export function stepOfLeast({ minimum, minimumSteps }: DivergenceRecord): Finding {
  const mean = minimumSteps.reduce((sum, step) => sum + step, 0) / minimumSteps.length;
  const variance = minimumSteps.reduce((sum, step) => sum + squared(step - mean), 0) / (minimumSteps.length - 1);
  return {
    ours: minimum.stepNumber,
    standardError: Math.sqrt(variance / minimumSteps.length),
    statedStandardError: Math.sqrt(variance),
  };
}

/** Variance of the first component as a share of the true law's, with the error of a ratio of two Gaussian variances. */
export function varianceShare(
  law: ArDescentsData['truthLaw'],
  truth: ArDescentsData['truthLaw'],
  holds: (share: number) => boolean,
): Finding {
  const share = law.covariance.data[0] / truth.covariance.data[0];
  const error = share * Math.sqrt(2 / (law.pathCount - 1) + 2 / (truth.pathCount - 1));
  return { ours: share, standardError: error, holds: holds(share) };
}
