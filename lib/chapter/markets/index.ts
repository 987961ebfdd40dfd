export * from './asked-energies.js';
export { burstTable } from './burst-table.js';
export { chapter } from './chapter.js';
export type { Histogram, MarginalTruth } from './marginal-histogram.js';
export { type Arrival, arrivalOf, finalSlope } from './market-arrival.js';
export * from './market-comparison.js';
export {
  type DescentStatistics,
  type MarketChanges,
  type MarketDescentsData,
  type MarketDescentsParameters,
  marketDescents,
  type PathStatistics,
} from './market-descents.js';
export type { MarketEnergy } from './market-energy.js';
export {
  type EntropyRecord,
  type MarketEntropyData,
  type MarketEntropyParameters,
  marketEntropy,
} from './market-entropy.js';
export {
  descentsOf,
  entropyOf,
  type MarketDescent,
  type MarketFigureNumber,
  marketFigureDescents,
  marketFigures,
} from './market-figures.js';
export * from './market-loss.js';
export { type MarketBase, type MarketChoice, type MarketRule, rateSteps } from './market-problem.js';
export type { FittedGarch } from './market-reference.js';
export * from './market-tables.js';
export type { StatisticTruth } from './statistic-violins.js';
