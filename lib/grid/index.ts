export { type BirthDeath, passageTimes, relaxationRates } from './birth-death.js';
export { type CircleGrid, type CircleGridOptions, circleGrid } from './circle-grid.js';
export { type GridLaw, gridDivergence, gridLaw, gridMean, leftMass, totalVariation } from './grid-law.js';
export { type Extrapolated, type LangevinGapOptions, langevinGap, langevinGenerator } from './langevin-generator.js';
export { type BandedKernel, eachRow, langevinKernel, meansAfter, pushed } from './langevin-kernel.js';
export { type LineGrid, type LineGridOptions, lineGrid, planePoints } from './line-grid.js';
export { langevinStep, type MoveDensity, normalMove, walkMove } from './move-density.js';
export { type NeighbourRates, neighbourResolvent, type Resolvent } from './resolvent.js';
export { meansAtTimes } from './semigroup.js';
export { reversibleGap, spectralGap } from './spectral-gap.js';
export { stationaryLaw } from './stationary-law.js';
export {
  type MetropolisChain,
  type MetropolisOptions,
  meanSquaredJump,
  metropolisChain,
  movedLaw,
  unadjustedChain,
} from './transition-matrix.js';
export { type GridPotential, type WalkerMeans, walkerMeans } from './walker-weights.js';
