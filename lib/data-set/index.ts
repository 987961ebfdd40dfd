export { readSeries, type ReadSeriesOptions } from './comma-separated';
export { toDataFrame } from './data-frame';
export { dayFirst, monthFirst, monthNamed, yearFirst, type DateNotation } from './date-notation';
export { ecb } from './ecb';
export {
  AbsentSeriesError,
  DamagedSeriesError,
  fetchSeries,
  fetchedSeries,
  keptSeries,
  otherIdentifiers,
  paperRange,
  seriesSources,
  type Fetched,
  type FetchOptions,
} from './fetched';
export { exportPaths, type PathTable } from './export';
export { fred } from './fred';
export {
  descentsOf,
  entropyOf,
  marketFigureDescents,
  marketFigures,
  type MarketDescent,
  type MarketFigureNumber,
} from './market-experiments';
export { marketNames, marketSeries, type MarketName, type MarketSeries } from './market-series';
export type { DateRange, Observation } from './observations';
export { differences, logReturns, standardise, type Standardised } from './returns';
export { riksbank } from './riksbank';
export { latest, series, type Series } from './series';
export { checkIdentifier, type SeriesSource } from './series-source';
export { sp500 } from './sp500';
export { sp500Returns } from './sp500-returns';
export { usTreasuryYield, type TreasuryMaturity } from './us-treasury';
export { yahoo } from './yahoo';
