export { bandedCoupling, SMALL_PIVOT } from './banded.js';
export { type BandedFactorisation, factoriseBanded } from './banded-factor.js';
export { conjugateGradients, type PositiveOperator } from './conjugate-gradients.js';
export { covarianceEigenpairs } from './covariance-eigenpairs.js';
export { addToRoot, covarianceRoot } from './covariance-root.js';
export { type DenseFactorisation, factoriseDense, smallLogDeterminant } from './dense.js';
export { differenceJacobian } from './difference-jacobian.js';
export { type Slope, solveDifferentialEquation } from './differential-equation.js';
export { covarianceWords, type GramSolver, type GramSolverOptions, type GramWords, gramSolver } from './gram-solver.js';
export { type SpectralRange, type SymmetricOperator, spectralRange } from './lanczos.js';
export { type Eigenpairs, leadingEigenpairs } from './leading-eigenpairs.js';
export { type LogDeterminant, SignedProduct } from './log-determinant.js';
export type { Effort } from './log-determinant-effort.js';
export {
  type EstimateOptions,
  type EstimateRequest,
  estimateLogDeterminant,
  type LogDeterminantEstimate,
  type LogDeterminantEstimator,
  logDeterminantEstimator,
} from './log-determinant-estimate.js';
export { inverted, matrixProduct, trace } from './matrix-product.js';
export { identityMatrix, matrixSum, matrixTimes, symmetrised, type Term, transposed } from './matrix-sum.js';
export { type ConvexObjective, type NewtonMinimum, type NewtonStep, newtonMinimum } from './newton-minimum.js';
export type { SignBasis } from './probe-round.js';
export {
  type Objective,
  type QuasiNewtonMinimum,
  type QuasiNewtonOptions,
  quasiNewtonMinimum,
} from './quasi-newton.js';
export { symmetricRoot } from './symmetric-root.js';
export { addScaled, dot } from './vector-arithmetic.js';
