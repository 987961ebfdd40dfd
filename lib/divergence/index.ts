export { type AutocovarianceModes, alongModes, arLogDensity, autocovarianceModes } from './autocovariance-modes.js';
export {
  type CanonicalModel,
  type CanonicalModels,
  canonicalModels,
  type MeanFieldLimit,
  meanFieldLimit,
} from './canonical-models.js';
export {
  type CanonicalOptions,
  type CanonicalSpectrum,
  type CanonicalVarianceOptions,
  canonicalSpectrum,
  canonicalVariance,
} from './canonical-spectrum.js';
export { type CircularLags, circularEnsembleLaw } from './circular-ensemble.js';
export {
  type Bounds,
  divergenceOfSize,
  fluctuationReturn,
  type MeanFieldRecord,
  type StoppingSetting,
  stoppingStep,
} from './ensemble-prediction.js';
export { finiteEnsembleLaw } from './finite-ensemble.js';
export { type FrozenDivergence, type FrozenStart, frozenDivergence } from './frozen-divergence.js';
export { type FrozenLaw, frozenLaw } from './frozen-law.js';
export { type FrozenDensity, type FrozenModel, type FrozenModelOptions, frozenModel } from './frozen-model.js';
export { energyAlongModes, type InnerStep, type InnerStepOptions, innerStep } from './inner-steps.js';
export { curveAt, keptSteps, valuesAt } from './kept-steps.js';
export {
  type FiniteEnsembleLaw,
  type FiniteEnsembleOptions,
  gaussNewtonWeighting,
  type Weighting,
} from './mode-law.js';
export { type GuidedSpectrum, type GuidedSpectrumOptions, momentGuidedSpectrum } from './moment-guided-spectrum.js';
export {
  type Curve,
  leastOf,
  type Minimum,
  meanCurve,
  type ReverseDivergence,
  reverseDivergence,
} from './reverse-divergence.js';
