export { chapter } from './chapter.js';
export {
  type DistanceEnergy,
  type DistanceRecord,
  type EntropyDistanceData,
  type EntropyDistanceParameters,
  entropyDistance,
  largeDistances,
} from './entropy-distance.js';
