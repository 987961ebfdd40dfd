export { bandedCoupling, SMALL_PIVOT } from './banded.js';
export { type DenseFactorisation, factoriseDense, smallLogDeterminant } from './dense.js';
export { dot, type SpectralRange, type SymmetricOperator, spectralRange } from './lanczos.js';
export { type Eigenpairs, leadingEigenpairs } from './leading-eigenpairs.js';
export { type LogDeterminant, SignedProduct } from './log-determinant.js';
export {
  type Effort,
  type EstimateOptions,
  type EstimateRequest,
  estimateLogDeterminant,
  type LogDeterminantEstimate,
  type LogDeterminantEstimator,
  logDeterminantEstimator,
  type SignBasis,
} from './log-determinant-estimate.js';
export { type Minimum, type MinimumOptions, type Objective, quasiNewtonMinimum } from './quasi-newton.js';
