export { type AutocovarianceModes, alongModes, arLogDensity, autocovarianceModes } from './autocovariance-modes.js';
export { type FiniteEnsembleLaw, type FiniteEnsembleOptions, finiteEnsembleLaw } from './finite-ensemble.js';
export { energyAlongModes, type InnerStep, type InnerStepOptions, innerStep } from './inner-steps.js';
export {
  type Curve,
  curve,
  leastOf,
  type Minimum,
  type ReverseDivergence,
  reverseDivergence,
} from './reverse-divergence.js';
