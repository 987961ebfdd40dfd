export { type BirthDeath, passageTimes, relaxationRates } from './birth-death.js';
export { type GridLaw, gridDivergence, gridLaw, gridMean, leftMass, totalVariation } from './grid-law.js';
export { type Extrapolated, type LangevinGapOptions, langevinGap, langevinGenerator } from './langevin-generator.js';
export { type BandedKernel, eachRow, langevinKernel, meansAfter, pushed } from './langevin-kernel.js';
export { type LineGrid, type LineGridOptions, lineGrid } from './line-grid.js';
export { meansAtTimes } from './semigroup.js';
