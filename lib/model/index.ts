export { ar, type ArModel, type ArOptions } from './ar';
export { cir, type CirModel, type CirOptions, type CirParameters } from './cir';
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
