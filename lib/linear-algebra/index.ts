export { bandedCoupling, SMALL_PIVOT } from './banded';
export { factoriseDense, smallLogDeterminant, type DenseFactorisation } from './dense';
export { dot, spectralRange, type SpectralRange, type SymmetricOperator } from './lanczos';
export { leadingEigenpairs, type Eigenpairs } from './leading-eigenpairs';
export { SignedProduct, type LogDeterminant } from './log-determinant';
