import { checkPositive, columnOf, type Matrix, matrix, type Vector } from '../../array/index.js';
import {
  addToRoot,
  covarianceEigenpairs,
  covarianceRoot,
  inverted,
  matrixProduct,
  trace,
} from '../../linear-algebra/index.js';
import { cos, log, sin } from '../../special/index.js';
import { diagonalOf, shiftedBy } from './diagonal.js';

/** The model x = W z + noise, z ~ N(0, I_L), noise N(0, v I_d): probabilistic principal components. */
export interface LatentGaussian {
  /** W, [d, L]. */
  readonly loadings: Matrix;
  /** v > 0. */
  readonly noiseVariance: number;
}

/** What the model says of data with mean 0, all in closed form; nats per path. */
export interface LatentGaussianFit {
  /** Mean ln density, −½ (d ln 2π + ln det C + tr C⁻¹S), C = W Wᵀ + v I. */
  readonly logLikelihood: number;
  /** M/v of the posterior N(M⁻¹Wᵀx, v M⁻¹) of the latents, M = WᵀW + v I, [L, L]. */
  readonly posteriorPrecision: Matrix;
  /** v/Mᵢᵢ: variances of the best Gaussian posterior with diagonal covariance, whose mean is the exact one, [L]. */
  readonly diagonalVariances: Vector;
  /** ½ (Σ ln Mᵢᵢ − ln det M): by how much that posterior's evidence bound falls short. */
  readonly evidenceGap: number;
}

function checkModel(where: string, { loadings, noiseVariance }: LatentGaussian, covariance: Matrix): void {
  const d = loadings.rowCount;
  checkPositive(`${where}: noiseVariance`, noiseVariance);
  if (covariance.rowCount === d && covariance.columnCount === d) return;
  throw new RangeError(
    `${where}: covariance expects ${d} x ${d} numbers like the loadings, got ${covariance.rowCount} x ${covariance.columnCount}; take both for the same paths`,
  );
}

/**
 * Likelihood, posterior and evidence gap of a model for data of mean 0 and covariance S.
 * @param covariance S, [d, d]
 * @throws RangeError when the noise variance is not positive, or S has another size or is no covariance
 * Cost: O(d³).
 */
export function latentGaussianFit(model: LatentGaussian, covariance: Matrix): LatentGaussianFit {
  checkModel('latentGaussianFit', model, covariance);
  const { loadings, noiseVariance: v } = model;
  const [d, L] = [loadings.rowCount, loadings.columnCount];
  const M = shiftedBy(matrixProduct(loadings, loadings, { transposed: true }), v);
  // By roots of C and S, and not by M⁻¹: with eigenvalues over nine decades the latter leaves seven digits.
  const root = modelRoot(model);
  const logDetC = 2 * diagonalOf(root).reduce((sum, entry) => sum + log(entry), 0);
  const quadratic = squaresSolved(root, covarianceRoot(covariance));
  // det C = v^{d − L} det M.
  const logDeterminant = logDetC - (d - L) * log(v);
  const diagonal = diagonalOf(M);
  return {
    logLikelihood: -0.5 * (d * log(2 * Math.PI) + logDetC + quadratic),
    posteriorPrecision: matrix(
      L,
      L,
      M.data.map((entry) => entry / v),
    ),
    diagonalVariances: diagonal.map((entry) => v / entry),
    evidenceGap: 0.5 * (diagonal.reduce((sum, entry) => sum + log(entry), 0) - logDeterminant),
  };
}

/** The most likely model, and what it leaves out. */
export interface PrincipalFit extends LatentGaussian {
  /** Sum of the left-out eigenvalues: mean squared error of the best linear autoencoder with L latents. */
  readonly reconstructionError: number;
  /** Latents whose eigenvalue exceeds v; the loadings of the others are 0. */
  readonly activeLatents: number;
}

/** How many latents, and which of the equally likely models. */
export interface PrincipalOptions {
  /** L, from 1 to d − 1. */
  readonly latents: number;
  /** Turns the first two latent axes, radians; 0 when left out. It changes no likelihood. */
  readonly angle?: number;
  /** v; the most likely one, the mean of the left-out eigenvalues, when left out. */
  readonly noiseVariance?: number;
}

/**
 * The most likely model of data with covariance S: W = U (Λ − v)^{1/2} R with the L leading eigenpairs, and no loading where an
 * eigenvalue does not exceed v. Source: Tipping and Bishop (1999).
 * @param covariance S, [d, d], symmetric
 * @throws RangeError when the number of latents is no whole number from 1 to d − 1, or S no covariance
 * Cost: O(d³).
 */
export function principalFit(
  covariance: Matrix,
  { latents, angle = 0, noiseVariance }: PrincipalOptions,
): PrincipalFit {
  const d = covariance.rowCount;
  if (!Number.isInteger(latents) || latents < 1 || latents >= d) {
    throw new RangeError(
      `principalFit: latents expects a whole number from 1 to ${d - 1}, got ${latents}; leave a dimension for the noise`,
    );
  }
  const { values, vectors } = covarianceEigenpairs(covariance);
  // The smallest first: none is lost beside larger ones.
  const leftOut = values.subarray(latents).reduceRight((sum, value) => sum + value, 0);
  const v = noiseVariance ?? leftOut / (d - latents);
  const loadings = matrix(d, latents);
  for (let l = 0; l < Math.min(latents, values.length); l++) {
    const length = Math.sqrt(Math.max(0, values[l] - v));
    for (let i = 0; i < d; i++) loadings.data[i * latents + l] = length * vectors.row(l)[i];
  }
  return {
    loadings: latents > 1 && angle !== 0 ? turned(loadings, angle) : loadings,
    noiseVariance: v,
    reconstructionError: leftOut,
    // An eigenvalue equal to v up to rounding has no loading either.
    activeLatents: values.subarray(0, latents).filter((value) => value > v * (1 + 1e-9)).length,
  };
}

/**
 * Mean squared error of the best linear reconstruction of data with covariance S from the latents of given loadings: tr S minus the part of
 * the variance in the columns' span.
 * @param loadings [d, L], of full rank
 */
export function leftOver(loadings: Matrix, covariance: Matrix): number {
  const gram = inverted(matrixProduct(loadings, loadings, { transposed: true })).inverse;
  return (
    trace(covariance) -
    trace(matrixProduct(gram, matrixProduct(loadings, matrixProduct(covariance, loadings), { transposed: true })))
  );
}

/** R with RᵀR = W Wᵀ + v I, upper triangular. */
function modelRoot({ loadings, noiseVariance }: LatentGaussian): Matrix {
  const root = shiftedBy(matrix(loadings.rowCount, loadings.rowCount), Math.sqrt(noiseVariance));
  for (let l = 0; l < loadings.columnCount; l++) addToRoot(root, columnOf(loadings, l));
  return root;
}

/** ‖G R⁻¹‖², which is tr C⁻¹S where C = RᵀR and S = GᵀG. */
function squaresSolved(root: Matrix, rows: Matrix): number {
  let sum = 0;
  for (let k = 0; k < rows.rowCount; k++) {
    const rest = rows.row(k).slice();
    for (let i = 0; i < rest.length; i++) {
      rest[i] /= root.row(i)[i];
      for (let j = i + 1; j < rest.length; j++) rest[j] -= rest[i] * root.row(i)[j];
      sum += rest[i] * rest[i];
    }
  }
  return sum;
}

/** W R, R the rotation by `angle` of the first two columns. */
function turned(loadings: Matrix, angle: number): Matrix {
  const [c, s] = [cos(angle), sin(angle)];
  const result = matrix(loadings.rowCount, loadings.columnCount, loadings.data.slice());
  for (let i = 0; i < result.rowCount; i++) {
    const [first, second] = loadings.row(i);
    result.row(i)[0] = c * first + s * second;
    result.row(i)[1] = -s * first + c * second;
  }
  return result;
}
