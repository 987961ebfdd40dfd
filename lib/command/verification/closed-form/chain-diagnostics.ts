import { matrixOf } from '../../../array/index.js';
import {
  bulkSampleSize,
  chainMean,
  chainQuantile,
  meanSampleSize,
  quantileSampleSize,
  rHat,
  squaredJump,
  tailSampleSize,
} from '../../../statistics/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly chains: readonly (readonly number[])[];
  readonly probabilities: readonly number[];
}

/** Diagnostics of stored chains. */
export const chainDiagnostics: ClosedForm<Parameters> = ({ chains: rows, probabilities }) => {
  const chains = matrixOf(rows);
  const jump = rows[0].length > 4 ? squaredJump(chains) : undefined;
  return {
    rHat: rHat(chains),
    bulkSampleSize: bulkSampleSize(chains),
    tailSampleSize: tailSampleSize(chains),
    meanSampleSize: meanSampleSize(chains),
    quantileSampleSizes: probabilities.map((probability) => quantileSampleSize(chains, probability)),
    meanError: chainMean(chains).standardError,
    quantileErrors: probabilities.map((probability) => chainQuantile(chains, probability).standardError),
    squaredJump: jump?.value,
    squaredJumpError: jump?.standardError,
  };
};
