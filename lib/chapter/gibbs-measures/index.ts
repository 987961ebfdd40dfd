export { chapter } from './chapter.js';
export { entropy, type FreeEnergy, freeEnergy, gibbsLaw, inverseTemperatureOf } from './free-energy.js';
export {
  type CycleRow,
  cycleShare,
  hopfieldRetrieval,
  type RetrievalData,
  type RetrievalParameters,
  type RetrievalRow,
} from './hopfield-retrieval.js';
export {
  exactRow,
  type IsingData,
  type IsingParameters,
  type IsingRow,
  isingTemperatures,
} from './ising-temperatures.js';
export { type LikelihoodAscent, likelihoodAscent } from './likelihood-ascent.js';
