import { rowsOf } from '../../../array/index.js';
import { diagonalMatrix, latentGaussianFit, principalFit } from '../../../chapter/latent-variables/index.js';
import type { ClosedForm } from './closed-form.js';

/** Probabilistic principal components of data with given eigenvalues. */
export const ppca: ClosedForm<{
  readonly eigenvalues: readonly number[];
  readonly latents: number;
  readonly angle: number;
}> = ({ eigenvalues, latents, angle }) => {
  const covariance = diagonalMatrix(eigenvalues);
  const model = principalFit(covariance, { latents, angle });
  const { logLikelihood, posteriorPrecision, diagonalVariances, evidenceGap } = latentGaussianFit(model, covariance);
  return {
    noiseVariance: model.noiseVariance,
    logLikelihood,
    posteriorPrecision: rowsOf(posteriorPrecision).map((row) => Array.from(row)),
    diagonalPosteriorVariances: diagonalVariances,
    evidenceGap,
    evidenceLowerBound: logLikelihood - evidenceGap,
    reconstructionError: model.reconstructionError,
    activeLatents: model.activeLatents,
  };
};
