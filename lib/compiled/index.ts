export { checkedDerivatives } from './checked-derivatives.js';
export { concatenateDerivatives } from './concatenated-derivatives.js';
export { type DerivativeKernel, type Precision, ROUNDING } from './derivative-kernel.js';
export type { GramKernel } from './gram-kernel.js';
export type { JacobianKernel, PathJacobians } from './jacobian-kernel.js';
export { lagGram } from './lag-gram.js';
export { type LagJacobianOptions, lagJacobian } from './lag-jacobian.js';
export { type LagKernelOptions, lagKernel } from './lag-kernel.js';
export { normalRows, type RowKeys, uniformOfRows } from './normals.js';
export type { PathKernel } from './path-kernel.js';
export { type ScatteringCovarianceKernelOptions, scatteringCovarianceKernel } from './scattering-covariance-kernel.js';
export {
  type ScatteringMeanKernelOptions,
  scatteringMeanKernel,
  shortestScatteringMean,
} from './scattering-mean-kernel.js';
export { type ScatteringSpectraKernelOptions, scatteringSpectraKernel } from './scattering-spectra-kernel.js';
export { type SecondMoments, type SecondMomentsOptions, secondMoments } from './second-moments.js';
export type { SpectraCoefficientPlace } from './spectra-averages.js';
