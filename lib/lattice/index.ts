export { type BlockGibbs, type BlockGibbsOptions, blockGibbs, blockGibbsKernel } from './block-gibbs.js';
export {
  type BoltzmannFit,
  type BoltzmannLikelihood,
  boltzmannFit,
  boltzmannLikelihood,
  type SpinStatistics,
  spinStatistics,
} from './boltzmann-machine.js';
export { type HebbErrorRate, type HebbMemory, type HebbOptions, hebbCouplings, hebbErrorRate } from './hebb.js';
export { criticalTemperature, isingAverages } from './ising-averages.js';
export { isingRing } from './ising-ring.js';
export { type IsingTorus, type IsingTorusOptions, isingTorus } from './ising-torus.js';
export { kaufmanAverages } from './kaufman.js';
export {
  exactStatistics,
  freeEnergies,
  type MachineLikelihood,
  type MachineOptions,
  type MachineParameters,
  machineLikelihood,
  machineLogPartition,
  machineStatistics,
  type RestrictedMachine,
  restrictedMachine,
  scaledMachine,
} from './restricted-machine.js';
export { type Retrieval, type RetrievalOptions, retrieveInParallel, retrieveInTurn } from './retrieval.js';
export { type GibbsAverages, type GibbsOptions, type SpinLaw, spinLaw, spinsOfState } from './spin-law.js';
export { fairSpins, heatBath, metropolis, type SpinSampler, type SpinSamplerOptions } from './spin-sampler.js';
export { heatBathKernel, metropolisKernel, type SpinKernel } from './spin-sweep.js';
export {
  type SpinBonds,
  type SpinSystem,
  type SpinSystemOptions,
  spinSystem,
  type UniformSpins,
} from './spin-system.js';
export { magnetisationLaw } from './torus-magnetisation.js';
export { transferAverages } from './torus-transfer.js';
