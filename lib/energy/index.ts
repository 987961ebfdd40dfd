export { type AutocovarianceOptions, autocovariance } from './autocovariance.js';
export { concatenate } from './concatenate.js';
export type { Accelerators, BandedHessian, Energy, Weights } from './energy.js';
export { type EnergyEvaluator, evaluatorOf, SHORT_LENGTH } from './evaluator.js';
export { gramEvaluator, symmetricOf, triangleSize } from './gram-matrices.js';
export { energyIdentity } from './identity.js';
export { energyOfPaths, type PathEnergy } from './path-energy.js';
export { covarianceComponents, type PrincipalComponents, principalComponents } from './principal-components.js';
export type { Projection } from './projected.js';
export { type EnergyRecipe, energyOf } from './registry.js';
export { projectedScatteringCovariance, scatteringCovariance } from './scattering-covariance.js';
export type { ScatteringOptions } from './scattering-filters.js';
export { scatteringMean } from './scattering-mean.js';
export {
  type ScatteringSpectraOptions,
  scatteringSpectra,
  type WaveletOptions,
  waveletPower,
} from './scattering-spectra.js';
export { squaredNorm } from './squared-norm.js';
export { type StylizedOptions, stylized } from './stylized.js';
export { type TensorEnergy, type TensorEnergyOptions, tensorBackend, tensorEnergy } from './tensor-energy.js';
