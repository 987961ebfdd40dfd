import { checkCount, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import { inverted, matrixProduct, trace } from '../../linear-algebra/index.js';
import { foldIn, type Key, normals } from '../../random/index.js';
import { diagonalOf, shiftedBy } from './diagonal.js';
import { type LatentGaussian, type LatentGaussianFit, latentGaussianFit } from './latent-gaussian.js';

/** Which posteriors the E step may take. */
export interface PosteriorFamily {
  readonly name: string;
  /** Covariance of the best Gaussian posterior of the family, [L, L], for M = WᵀW + v I. */
  covariance(M: Matrix, v: number): Matrix;
  /** By how much the evidence bound with that posterior falls short of the likelihood, nats per path. */
  gap(fit: LatentGaussianFit): number;
}

/** Every Gaussian: the exact posterior v M⁻¹ is among them. */
export const anyGaussian: PosteriorFamily = {
  name: 'exact',
  covariance(M, v) {
    const { inverse } = inverted(M);
    return matrix(
      M.rowCount,
      M.rowCount,
      inverse.data.map((entry) => v * entry),
    );
  },
  gap: () => 0,
};

/** Gaussians with independent latents, as most encoders have them: variances v/Mᵢᵢ. */
export const diagonalGaussian: PosteriorFamily = {
  name: 'diagonal',
  covariance(M, v) {
    const result = matrix(M.rowCount, M.rowCount);
    diagonalOf(M).forEach((entry, i) => {
      result.row(i)[i] = v / entry;
    });
    return result;
  },
  gap: ({ evidenceGap }) => evidenceGap,
};

/** Likelihood and evidence bound at each iteration, nats per path. */
export interface EmTrace {
  readonly model: LatentGaussian;
  /** [iterations + 1]. */
  readonly logLikelihoods: Vector;
  /** Bound with the family's posterior, [iterations + 1]; the likelihood itself for the exact one. */
  readonly evidenceBounds: Vector;
}

/** Which posteriors, how many iterations, and a noise variance that is held. */
export interface EmOptions {
  readonly family: PosteriorFamily;
  readonly iterations: number;
  /** v of all iterations; fitted when left out. */
  readonly noiseVariance?: number;
}

/**
 * Expectation maximisation of the model x = W z + noise for data of mean 0 and covariance S. The E step takes the family's best
 * posterior, the M step the loadings and the noise variance that are best for it: the bound never falls, and with the exact posterior the
 * likelihood never falls.
 * @param covariance S, [d, d]
 * @param start W and v to start from; W = 0 stays
 * @throws RangeError when the covariance has another size, or the iterations are no whole number from 0
 * Cost per iteration: O(d² L + L³).
 */
export function expectationMaximisation(
  covariance: Matrix,
  start: LatentGaussian,
  { family, iterations, noiseVariance }: EmOptions,
): EmTrace {
  checkCount('expectationMaximisation: iterations', iterations);
  let model: LatentGaussian = noiseVariance === undefined ? start : { ...start, noiseVariance };
  const [logLikelihoods, evidenceBounds] = [vector(iterations + 1), vector(iterations + 1)];
  for (let t = 0; t <= iterations; t++) {
    const fit = latentGaussianFit(model, covariance);
    logLikelihoods[t] = fit.logLikelihood;
    evidenceBounds[t] = fit.logLikelihood - family.gap(fit);
    if (t < iterations) model = improved(covariance, model, { family, noiseVariance });
  }
  return { model, logLikelihoods, evidenceBounds };
}

function improved(
  covariance: Matrix,
  { loadings, noiseVariance: v }: LatentGaussian,
  { family, noiseVariance }: Pick<EmOptions, 'family' | 'noiseVariance'>,
): LatentGaussian {
  const d = covariance.rowCount;
  const M = shiftedBy(matrixProduct(loadings, loadings, { transposed: true }), v);
  const { inverse } = inverted(M);
  // E z xᵀ = M⁻¹ Wᵀ S, and E zzᵀ = M⁻¹ Wᵀ S W M⁻¹ + the posterior's covariance.
  const cross = matrixProduct(matrixProduct(covariance, loadings), inverse);
  const spread = family.covariance(M, v);
  const second = matrixProduct(inverse, matrixProduct(loadings, cross, { transposed: true }));
  for (let i = 0; i < second.data.length; i++) second.data[i] += spread.data[i];
  const next = matrixProduct(cross, inverted(second).inverse);
  // tr(S) − 2 tr(W′ᵀ cross) + tr(second W′ᵀW′), where W′ second = cross.
  const fitted = (trace(covariance) - trace(matrixProduct(next, cross, { transposed: true }))) / d;
  return { loadings: next, noiseVariance: noiseVariance ?? fitted };
}

/** Loadings drawn from N(0, 1) and noise of variance 1: a start for d values and L latents. */
export function drawnStart(key: Key, d: number, latents: number): LatentGaussian {
  return { loadings: matrix(d, latents, normals(foldIn(key, 0), d * latents)), noiseVariance: 1 };
}
