export { type Constraint, positive } from './constraint.js';
export {
  type DescendOptions,
  type Descent,
  descend,
  descendMeasured,
  type MeasuredDescent,
} from './descent.js';
export {
  type DescentAlgorithm,
  type DescentMeasure,
  type DescentSchema,
  descentAlgorithm,
} from './descent-algorithm.js';
export {
  type Flow,
  type FlowOptions,
  type GaussNewtonRule,
  type MeanFieldOptions,
  meanFieldDescent,
  type OwnRule,
  regularDescent,
} from './flow.js';
export {
  descendFrozen,
  descendFrozenMeasured,
  type FrozenAlgorithm,
  type FrozenDescent,
  type FrozenOptions,
  frozenDescent,
  type MeasuredFrozenDescent,
} from './frozen-descent.js';
export {
  type FrozenInversion,
  frozenInverse,
  type InverseSearch,
  type InversionFailure,
  type InversionOptions,
  inversionOf,
  invertFrozen,
} from './frozen-inverse.js';
export { type GaussNewtonOptions, gaussNewtonDescent } from './gauss-newton.js';
export { type ImplicitStep, type ImplicitStepOptions, implicitStep } from './implicit-step.js';
export { type InverseStepOptions, inverseStep } from './inverse-step.js';
export { type JoinedOptions, joinedDescent, singleTargetDescent } from './joined-descent.js';
export {
  descendLeapfrog,
  type LeapfrogAlgorithm,
  type LeapfrogDescent,
  type LeapfrogOptions,
  type LeapfrogRule,
  leapfrog,
  rampedSchedule,
} from './leapfrog.js';
export type { PathFunctional } from './path-functional.js';
export {
  bandedJacobian,
  compiledJacobian,
  denseJacobian,
  exactJacobian,
  type PathJacobianEvaluator,
  type PathJacobianMethod,
} from './path-jacobian.js';
export {
  frozenSchedule,
  type Pilot,
  type Schedule,
  type ScheduleOptions,
  type ScheduleRecord,
  schedule,
  scheduleFrom,
} from './schedule.js';
export { type FlowState, initialize, inspect, type StepInfo, step } from './step.js';
export { type StepBlocks, spectrumEnds, stepBlocks } from './step-blocks.js';
export { type StepDeterminant, stepDeterminant } from './step-determinant.js';
export { type StepSpectrum, stepSpectrum } from './step-spectrum.js';
export { chosenJacobian, type ProbeOptions, stochasticJacobian } from './stochastic-jacobian.js';
