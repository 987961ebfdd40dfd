export { type ArModel, type ArOptions, ar } from './ar.js';
export { type CirModel, type CirOptions, type CirParameters, cir } from './cir.js';
export {
  circularAutocovariances,
  circularCosines,
  circularDivergence,
  circularSpectrum,
} from './circular-spectrum.js';
export { type ExponentialSpectrum, exponentialSpectrum } from './exponential-spectrum.js';
export { arGarch, type GarchModel, type GarchOptions, garch } from './garch.js';
export {
  FEWEST_RETURNS,
  fitArGarch,
  fitGarch,
  type GarchFit,
  type GarchFitOptions,
  type GarchSearch,
} from './garch-fit.js';
export {
  type ArGarchParameters,
  backcast,
  backcastOf,
  type FirstVariance,
  type GarchParameters,
  leastSquaresAutoregression,
  stationary,
  type VarianceRule,
} from './garch-variance.js';
export { type GaussianMixture, gaussianMixture, type MixtureComponent } from './gaussian-mixture.js';
export { type Autoregression, autoregressionOf, maximumEntropyAr } from './levinson.js';
export { type LogDensity, logDensityOf } from './log-density.js';
export { type Marginal, maximumEntropy, positiveAxis, realLine, type Support } from './maximum-entropy.js';
export type { Density, Law, Model, Sampler, Score } from './model.js';
export { callsOf, checkedModelRecipe, type ModelRecipe, modelOf } from './registry.js';
export { type PrescribedSpectrum, type SpectrumOptions, spectrumWith } from './spectrum-family.js';
export {
  type ExponentialOptions,
  exponential,
  type GaussianOptions,
  gaussian,
  type TruncatedGaussianOptions,
  truncatedGaussian,
  type WhiteModel,
} from './white.js';
