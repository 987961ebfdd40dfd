export { type GridLaw, gridDivergence, gridLaw, gridMean, leftMass, totalVariation } from './grid-law.js';
export { type LineGrid, type LineGridOptions, lineGrid } from './line-grid.js';
