export { ar, type ArModel, type ArOptions } from './ar';
export { cir, type CirModel, type CirOptions, type CirParameters } from './cir';
export { arGarch, garch, type GarchModel, type GarchOptions } from './garch';
export { FEWEST_RETURNS, fitArGarch, fitGarch, type GarchFit, type GarchFitOptions, type GarchSearch } from './garch-fit';
export {
  backcast,
  backcastOf,
  leastSquaresAutoregression,
  stationary,
  type ArGarchParameters,
  type FirstVariance,
  type GarchParameters,
  type VarianceRule,
} from './garch-variance';
export { maximumEntropy, positiveAxis, realLine, type Marginal, type Support } from './maximum-entropy';
export type { Model } from './model';
export {
  exponential,
  gaussian,
  truncatedGaussian,
  type ExponentialOptions,
  type GaussianOptions,
  type TruncatedGaussianOptions,
  type WhiteModel,
} from './white';
