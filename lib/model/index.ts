export { ar, type ArModel, type ArOptions } from './ar';
export { cir, type CirModel, type CirOptions, type CirParameters } from './cir';
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
