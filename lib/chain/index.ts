export { adjustedLangevin } from './adjusted-langevin.js';
export { type Annealing, annealing, runAnnealing } from './annealing.js';
export { type AnnealingStages, kernelStages, type StageState } from './annealing-stages.js';
export { type AveragedLangevin, averagedLangevin } from './averaged-langevin.js';
export { type DoubleWellOptions, doubleWell, type WellPoints, wellPoints } from './double-well.js';
export { type DualAveraging, dualAveraging } from './dual-averaging.js';
export { type ForwardBackward, type ForwardBackwardOptions, forwardBackward } from './forward-backward.js';
export { type GaussianGibbs, gaussianGibbs } from './gaussian-gibbs.js';
export {
  averagedNoiseVariance,
  type BackwardForwardLaw,
  backwardForwardVariance,
  diffusionVariance,
  forwardBackwardVariance,
  type GaussianStep,
  langevinVariance,
  symmetrisedVariance,
  type VarianceLaw,
} from './gaussian-laws.js';
export { bivariatePrecision, correlatedGaussian, independentGaussians } from './gaussian-potential.js';
export { type Guided, guide, straightMoments } from './guide.js';
export { type HamiltonianOptions, hamiltonian } from './hamiltonian.js';
export { type Jarzynski, type JarzynskiOptions, jarzynski, runJarzynski } from './jarzynski.js';
export {
  type JarzynskiTraining,
  jarzynskiTraining,
  type TrainingOptions,
  type TrainingSchema,
} from './jarzynski-training.js';
export { type ChainState, type Kernel, type StepInfo, type Streams, stateAt } from './kernel.js';
export { type CriticalPoint, kramersRate } from './kramers.js';
export { type Langevin, type LangevinOptions, langevin } from './langevin.js';
export { machineStages, spinStages } from './lattice-stages.js';
export { type LeapfrogLaw, type LeapfrogOptions, leapfrogLaw } from './leapfrog-law.js';
export { type ContrastEstimate, type ContrastSide, logisticContrast } from './logistic-contrast.js';
export { type MarkovChain, markovChain } from './markov-chain.js';
export {
  type MeanFieldLangevin,
  type MeanFieldLangevinOptions,
  type MeanFieldLangevinSchema,
  meanFieldLangevin,
} from './mean-field-langevin.js';
export { type MomentGuided, type MomentGuidedOptions, type MomentGuidedSchema, momentGuided } from './moment-guided.js';
export type { MultiplierEstimate } from './multiplier-estimate.js';
export { type NoiseContrastiveOptions, noiseContrastive } from './noise-contrastive.js';
export { type PartitionEstimate, partitionEstimate } from './partition-estimate.js';
export { type PathPotential, potentialOfPaths } from './path-potential.js';
export { energyPotential, modelPotential, type Potential, type ScoredModel } from './potential.js';
export { multiplierSchedule, type PotentialSchedule, potentialSchedule } from './potential-schedule.js';
export { type RandomWalkOptions, randomWalk } from './random-walk.js';
export {
  ensemblesEstimate,
  type Resampling,
  systematicAncestors,
  type WalkerOptions,
  type WeightedRun,
} from './resampling.js';
export { resolvent } from './resolvent.js';
export { idealRoundTripRate, type ReplicaRecord, roundTrips, swapAcceptances } from './round-trips.js';
export {
  type DenoisingOptions,
  denoisingScoreMatching,
  type ScoreMatchingOptions,
  scoreMatching,
} from './score-matching.js';
export { type HarmonicSwap, harmonicSwapAcceptance } from './swap-acceptance.js';
export { symmetrisedLangevin } from './symmetrised-langevin.js';
export { temperedPotential } from './tempered.js';
export { type Tempering, type TemperingOptions, tempering } from './tempering.js';
export { type KernelFamily, type WarmUp, type WarmUpOptions, warmUp } from './warm-up.js';
export { bennettRatio, type DraggedTrap, draggedTrapWork } from './work-laws.js';
