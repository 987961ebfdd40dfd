export { positive, type Constraint } from './constraint';
export { meanFieldDescent, regularDescent, type DescentOptions, type Flow, type MeanFieldOptions } from './flow';
export {
  bandedJacobian,
  compiledJacobian,
  denseJacobian,
  exactJacobian,
  type PathJacobianEvaluator,
  type PathJacobianMethod,
} from './path-jacobian';
export { chosenJacobian, stochasticJacobian, type ProbeOptions } from './stochastic-jacobian';
export { inverseStep, type InverseStepOptions } from './inverse-step';
export { initialize, inspect, step, type FlowState, type StepInfo } from './step';
export { stepDeterminant, type StepDeterminant } from './step-determinant';
export { stepSpectrum, type StepSpectrum } from './step-spectrum';
export { descend, descendMeasured, type DescendOptions, type Descent, type DescentCheckpoint, type MeasuredDescent } from './descent';
export type { PathFunctional } from './path-functional';
export { make } from './recipes';
