export type { Provenance } from './caption';
export { measured } from './curve';
export * from './divergence-curve';
export type { FittedGaussian, Pair } from './ellipse';
export { energyDensity, type EnergyCloud, type EnergyDensityInput } from './energy-density';
export * from './energy-variance';
export * from './ensemble-sizes';
export * from './entropy-budget';
export * from './figure';
export * from './log-determinant-cost';
export {
  marginalHistogram,
  type Histogram,
  type MarginalHistogramInput,
  type MarginalSample,
  type MarginalTruth,
} from './marginal-histogram';
export * from './market-comparison';
export * from './palette';
export * from './principle';
export { divergenceSeries, energyCloud, entropyLoss, pairsOf, trajectories } from './record';
export {
  statisticViolins,
  type StatisticSample,
  type StatisticTruth,
  type StatisticViolinsInput,
} from './statistic-violins';
export type { PlotlyJson } from './static-image';
export * from './table';
