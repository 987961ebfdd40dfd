export type { ExactPartition, FreshWalkers } from './canonical-walkers.js';
export { chapter } from './chapter.js';
export type { DistanceRecord } from './descent-distances.js';
export {
  type DistanceEnergy,
  type EntropyDistanceData,
  type EntropyDistanceParameters,
  entropyDistance,
  largeDistances,
} from './entropy-distance.js';
export * from './guided-laws.js';
export { type MadePaths, type MarketNoiseData, type MarketNoiseParameters, marketNoise } from './market-noise.js';
export { noiseQuartet, type QuartetData, type QuartetParameters, type QuartetRow } from './quartet.js';
