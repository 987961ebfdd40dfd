export { type CarriedBack, carriedBack, carriedLogDensity } from './carried-density.js';
export { circlePoints, onCircle } from './circle.js';
export { circleDivergence, circleFlow } from './circle-flow.js';
export { type CirclePotential, type Wave, wavePotential } from './circle-potential.js';
export { type Diffusion, type ScoredVelocity, withNoise, withoutNoise } from './diffusion.js';
export { type InertialFlowOptions, type InertialState, inertialFlow } from './inertial-flow.js';
export {
  type DiffuseOptions,
  type DiffusionSteps,
  diffuse,
  diffusionSteps,
  eulerMaruyama,
  evenTimes,
  heun,
  type Integrator,
} from './integrator.js';
export { type Interpolant, straightInterpolant, type TimeFactor } from './interpolant.js';
export { type InterpolatedMixture, interpolatedMixture } from './interpolated-mixture.js';
export { growingNoise, type NoiseSchedule, noisedPaths, ornsteinUhlenbeck } from './noise-schedule.js';
export { noisedMixture, noisedScore } from './noised-mixture.js';
export { type NormalGame, type NormalGameOptions, normalGame } from './normal-game.js';
export { type NormalEnds, type NormalInterpolant, normalInterpolant } from './normal-interpolant.js';
export { type NormalLaw, type NormalReversal, normalDivergence, normalReversal } from './normal-reversal.js';
export {
  backwardDifferenceScheme,
  dualScheme,
  explicitScheme,
  implicitScheme,
  langevinScheme,
  midpointScheme,
  type NormalScheme,
  type NormalStepsOptions,
  normalFlowDeviation,
  normalSteps,
  penalisedDualScheme,
  secondOrderDualScheme,
} from './normal-scheme.js';
export {
  backwardDifferenceQuantiles,
  explicitQuantiles,
  implicitQuantiles,
  midpointQuantiles,
  type QuantileMove,
  type QuantileScheme,
  quantileDensity,
  quantileDivergence,
  quantileSteps,
} from './quantile-scheme.js';
export {
  type ReversalDivergences,
  type ReversedLawOptions,
  reversalDivergences,
  reversedLogRatio,
} from './reversed-law.js';
export type { DivergentField, TimeField } from './time-field.js';
export { type ReversalOptions, reversedFlow, timeReversal } from './time-reversal.js';
