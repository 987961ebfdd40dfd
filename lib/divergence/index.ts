export { type AutocovarianceModes, alongModes, arLogDensity, autocovarianceModes } from './autocovariance-modes.js';
export {
  type CanonicalOptions,
  type CanonicalSpectrum,
  type CanonicalVarianceOptions,
  canonicalSpectrum,
  canonicalVariance,
} from './canonical-spectrum.js';
export { type FiniteEnsembleLaw, type FiniteEnsembleOptions, finiteEnsembleLaw } from './finite-ensemble.js';
export { energyAlongModes, type InnerStep, type InnerStepOptions, innerStep } from './inner-steps.js';
export { type GuidedSpectrum, type GuidedSpectrumOptions, momentGuidedSpectrum } from './moment-guided-spectrum.js';
export {
  type Curve,
  leastOf,
  type Minimum,
  meanCurve,
  type ReverseDivergence,
  reverseDivergence,
} from './reverse-divergence.js';
