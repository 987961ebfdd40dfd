export { burstShare, burstShareOfPaths } from './burst-share.js';
export { type ChainSummary, chainMean, chainQuantile, chainSummary, squaredJump } from './chain-estimates.js';
export { type DeskStatistics, deskLabels, deskOfPaths, deskOfSeries } from './desk-statistics.js';
export {
  bulkSampleSize,
  meanSampleSize,
  quantileSampleSize,
  tailSampleSize,
} from './effective-sample-size.js';
export {
  deviationEstimate,
  differenceEstimate,
  type Estimate,
  estimateAt,
  meanEstimate,
  ratioEstimate,
  shareEstimate,
} from './estimate.js';
export { geometricMean, mean, rootMeanSquare, standardDeviation, sum, variance } from './moments.js';
export { autocorrelations, type HistogramDensity, type StatisticLaw } from './path-statistics.js';
export { rHat } from './potential-scale-reduction.js';
export { type PowerLaw, powerLaw } from './power-law.js';
export { quantile } from './quantile.js';
