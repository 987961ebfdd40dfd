export { curve, leastOf, reverseDivergence, type Curve, type Minimum, type ReverseDivergence } from './reverse-divergence';
export { finiteEnsembleLaw, type FiniteEnsembleLaw, type FiniteEnsembleOptions } from './finite-ensemble';
export { alongModes, arLogDensity, autocovarianceModes, type AutocovarianceModes } from './autocovariance-modes';
export { energyAlongModes, innerStep, type InnerStep, type InnerStepOptions } from './inner-steps';
