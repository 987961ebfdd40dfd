export { type ReadSeriesOptions, readSeries } from './comma-separated.js';
export { type DateNotation, dayFirst, monthFirst, monthNamed, yearFirst } from './date-notation.js';
export { ecb } from './ecb.js';
export { exportPaths, type PathTable } from './export.js';
export {
  AbsentSeriesError,
  DamagedSeriesError,
  type Fetched,
  type FetchOptions,
  fetchedSeries,
  fetchSeries,
  keptSeries,
  otherIdentifiers,
  paperRange,
  seriesSources,
} from './fetched.js';
export { fred } from './fred.js';
export { type MarketName, type MarketSeries, marketNames, marketSeries } from './market-series.js';
export type { DateRange, Observation } from './observations.js';
export { type DigitImages, opticalDigits } from './optical-digits.js';
export { differences, logReturns, type Standardised, standardise } from './returns.js';
export { riksbank } from './riksbank.js';
export { latest, type Series, series } from './series.js';
export { checkIdentifier, type SeriesSource } from './series-source.js';
export { sp500 } from './sp500.js';
export { sp500Returns } from './sp500-returns.js';
export { type TreasuryMaturity, usTreasuryYield } from './us-treasury.js';
export { yahoo } from './yahoo.js';
