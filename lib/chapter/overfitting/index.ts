export {
  type ArDescentsData,
  type ArDescentsParameters,
  arDescents,
  type DivergenceRecord,
  type EnergyLaw,
} from './ar-descents.js';
export { biasCost } from './bias-cost.js';
export {
  type BiasedTargetDescents,
  type BiasedTargetsData,
  type BiasedTargetsParameters,
  biasedTargets,
} from './biased-targets.js';
export { chapter } from './chapter.js';
export { type DivergenceCurveInput, divergenceCurve } from './divergence-curve.js';
export type { DivergenceSeries } from './divergence-traces.js';
export { type EnergyCloud, type EnergyDensityInput, energyDensity } from './energy-density.js';
export * from './entropy-budget.js';
export { paperError } from './paper-error.js';
export { divergenceSeries, energyCloud, entropyLoss } from './record.js';
export {
  type ContractionRecord,
  type StepContractionData,
  type StepContractionParameters,
  stepContraction,
} from './step-contraction.js';
export {
  type Estimated,
  type StoppedDescents,
  type StoppingRuleData,
  type StoppingRuleParameters,
  stoppingRule,
} from './stopping-rule.js';
