export {
  type AnnealedPartition,
  type AnnealedPartitionsData,
  type AnnealedPartitionsParameters,
  annealedPartitions,
} from './annealed-partitions.js';
export { chapter } from './chapter.js';
export { type ModeGap, modeGaps, type WellGap, wellGaps } from './escape.js';
export { moments, type SteeredWells, steeredWells } from './steered-wells.js';
export { type StiffeningData, type StiffeningParameters, type StiffeningRow, stiffening } from './stiffening.js';
export {
  type LeftWeights,
  type TemperedWellsData,
  type TemperedWellsParameters,
  temperedWells,
} from './tempered-wells.js';
