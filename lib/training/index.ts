export { type CurvedPotential, energyCurved, networkCurved } from './curved-potential.js';
export { dataSet, lawOnLine, lawWithMeans, type TrainingData } from './data.js';
export { type DualStepOptions, dualStep, type WeighedPaths } from './dual-step.js';
export {
  type DrawnModel,
  exponentialFamily,
  mixtureFamily,
  mixtureWithOdds,
  type PotentialFamily,
  pathsOfPoints,
} from './family.js';
export { type InfiniteWalkersOptions, infiniteWalkers, walkerMasses } from './infinite-walkers.js';
export { type KernelWalkersOptions, kernelWalkers } from './kernel-walkers.js';
export { type LangevinWalkersOptions, langevinWalkers } from './langevin-walkers.js';
export { ledWalkers } from './led-walkers.js';
export {
  type MachineSizes,
  type MachineWalkersOptions,
  machineOfParameters,
  machineWalkers,
  parametersOfMachine,
} from './machine-walkers.js';
export {
  type LogOddsVariances,
  logOddsVariances,
  type MixtureGradients,
  type MixturePair,
  mixtureGradients,
} from './mixture-gradients.js';
export { type NetworkFamilyOptions, networkFamily } from './network-family.js';
export type { ParameterChange, TrainingProblem, Walkers } from './problem.js';
export { type ProximalMap, type ProximalMapOptions, proximalLogDensity, proximalMap } from './proximal-map.js';
export {
  contrastiveDivergence,
  exactGradient,
  jarzynskiCorrected,
  type Learning,
  persistent,
  type Trainer,
  type TrainingState,
  type WalkerStart,
} from './trainer.js';
export { type Training, type TrainingOptions, train } from './training.js';
