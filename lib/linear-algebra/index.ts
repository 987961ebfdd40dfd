export { bandedCoupling } from './banded';
export { factoriseDense, type DenseFactorisation } from './dense';
export { dot, spectralRange, type SpectralRange, type SymmetricOperator } from './lanczos';
export type { LogDeterminant } from './log-determinant';
