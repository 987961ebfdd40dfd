import { host } from '../host/index.js';
import { readSeries } from './comma-separated.js';
import type { Series } from './series.js';
import { withOrigin } from './series-origin.js';

/** What origins call the index by. */
export const PRICES = 'sp500-prices';

/**
 * S&P 500 index, adjusted close of each trading day from 2000-01-03 to 2020-04-17: 5105 values in index points.
 * Paper: section 5.2, which takes the index from the same source, Yahoo Finance, over a period that it does not name.
 * An index has no dividends or splits to adjust for: adjusted close and close agree.
 * Cost: reads a file of 0.4 MB from the package vega-datasets, under 50 ms.
 */
export function sp500(): Series {
  const series = readSeries(host.locate('vega-datasets/data/sp500-2000.csv'), {
    dateColumn: 'date',
    valueColumn: 'adjclose',
    name: 'S&P 500',
    source: 'Yahoo Finance, from sp500-2000.csv of the npm package vega-datasets',
  });
  return withOrigin(series, { kind: 'series', name: PRICES, steps: [] });
}
