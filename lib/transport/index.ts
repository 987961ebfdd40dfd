export { type CarriedBack, carriedBack, carriedLogDensity } from './carried-density.js';
export { circlePoints, onCircle } from './circle.js';
export { circleDivergence, circleFlow } from './circle-flow.js';
export { type CirclePotential, type Wave, wavePotential } from './circle-potential.js';
export { type Diffusion, type ScoredVelocity, withNoise, withoutNoise } from './diffusion.js';
export { type DualTerms, dualQuantiles } from './dual-quantiles.js';
export { endMismatch, type GameResiduals, gameResiduals, type ResidualOptions } from './game-residual.js';
export type { GaussianGameOptions, GaussianLaw, GaussianMoments } from './gaussian-equilibrium.js';
export { type GaussianGame, gaussianGame } from './gaussian-game.js';
export { type GridCost, type GridDual, gridDivergenceCost, gridLinearCost } from './grid-cost.js';
export { gridLaws, gridValues } from './grid-dynamics.js';
export { type GridGame, type GridGameOptions, gridGame } from './grid-game.js';
export type { GridDynamics } from './grid-walk.js';
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
export { type LineGame, type LineGameOptions, lineGame } from './line-game.js';
export { type LineValueOptions, lineValue } from './line-value.js';
export {
  type MomentGame,
  type MomentTilt,
  type MomentTiltOptions,
  momentGame,
  momentTilt,
} from './moment-game.js';
export { growingNoise, type NoiseSchedule, noisedPaths, ornsteinUhlenbeck } from './noise-schedule.js';
export { noisedMixture, noisedScore } from './noised-mixture.js';
export { noisedPotential, noisingResidual, type PathsInTime } from './noised-potential.js';
export { type NormalGame, type NormalGameOptions, normalGame } from './normal-game.js';
export { type NormalEnds, type NormalInterpolant, normalInterpolant } from './normal-interpolant.js';
export { type NormalPotentialGame, normalPotentialGame } from './normal-potential-game.js';
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
export { type PlayedGame, type PlayOptions, playGame } from './played-game.js';
export { pointBridge } from './point-bridge.js';
export { type PointGameOptions, pointGame } from './point-game.js';
export {
  type EndLaw,
  type GameSolution,
  lineLaw,
  type MovingLaw,
  type PotentialGame,
  type TerminalCost,
  type ValueFunction,
} from './potential-game.js';
export { type ProximalKernel, type ProximalKernelOptions, proximalKernel } from './proximal-kernel.js';
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
export { type SolvedGame, scoreGame } from './score-game.js';
export {
  crossEntropyCost,
  divergenceCost,
  fixedEnd,
  type Moments,
  momentCost,
  type NamedDensity,
} from './terminal-cost.js';
export type { DivergentField, TimeField } from './time-field.js';
export { gradientField, type PotentialMoment, type TimePotential } from './time-potential.js';
export { type ReversalOptions, reversedFlow, timeReversal } from './time-reversal.js';
export {
  type SmoothFunction,
  type WeightedDissipationOptions,
  weightedDissipation,
} from './weighted-dissipation.js';
