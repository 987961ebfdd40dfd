export { autocovariance, type AutocovarianceOptions } from './autocovariance';
export type { BandedHessian, Energy, Weights } from './energy';
export { energyOfPaths, type PathEnergy } from './path-energy';
export type { ScatteringOptions } from './scattering-filters';
export { scatteringMean } from './scattering-mean';
export { squaredNorm } from './squared-norm';
export { stylized, type StylizedOptions } from './stylized';
export { tensorBackend, tensorEnergy, type TensorEnergy, type TensorEnergyOptions } from './tensor-energy';
