export { chapter } from './chapter.js';
export {
  chainEfficiency,
  type EfficiencyData,
  type EfficiencyParameters,
  type EfficiencyRow,
  type EfficientKernel,
  largeEfficiency,
} from './efficiency.js';
export { type BiasedStep, printedBias, type StepBias, stepBias, stepLaw } from './step-biases.js';
export { tiltedWell, type WellOnGrid } from './tilted-well.js';
export { type WalkLaw, walkLaw } from './walk-law.js';
export { type LineChains, lineChains } from './well-chains.js';
