export { bandedCoupling, SMALL_PIVOT } from './banded';
export { factoriseDense, smallLogDeterminant, type DenseFactorisation } from './dense';
export { dot, spectralRange, type SpectralRange, type SymmetricOperator } from './lanczos';
export { leadingEigenpairs, type Eigenpairs } from './leading-eigenpairs';
export { SignedProduct, type LogDeterminant } from './log-determinant';
export { quasiNewtonMinimum, type Minimum, type MinimumOptions, type Objective } from './quasi-newton';
export {
  estimateLogDeterminant,
  logDeterminantEstimator,
  type Effort,
  type EstimateOptions,
  type EstimateRequest,
  type LogDeterminantEstimate,
  type LogDeterminantEstimator,
  type SignBasis,
} from './log-determinant-estimate';
