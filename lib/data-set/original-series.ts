import type { Vector } from '../array/index.js';
import { readSeries } from './comma-separated.js';
import { knownNotations } from './date-notation.js';
import { type MarketName, marketNames, marketSeries } from './market-series.js';
import { differences, logReturns, standardise } from './returns.js';
import { latest, type Series } from './series.js';
import type { SeriesOrigin, SeriesStep } from './series-origin.js';
import { PRICES, sp500 } from './sp500.js';

/**
 * The numbers of an origin, read again: standardised returns of a market of section 5.2 by its name, prices of the S&P 500, or a
 * series of a file.
 * @throws RangeError when there is no such series, or as `readSeries`
 */
export function originalValues(origin: SeriesOrigin): Vector {
  if (origin.kind === 'series') return (origin.steps ?? []).reduce(taken, namedSeries(origin.name)).values;
  const { dates, ...reading } = origin.reading;
  const notation = knownNotations.find(({ name }) => name === dates);
  if (dates !== undefined && notation === undefined) {
    throw new RangeError(
      `originalValues: dates expects a notation of the library, got ${dates}; read the file yourself`,
    );
  }
  const series = readSeries(origin.path, { ...reading, dates: notation });
  return origin.steps.reduce(taken, series).values;
}

function namedSeries(name: string): Series {
  if (name === PRICES) return sp500();
  const known = marketNames.find((market): market is MarketName => market === name);
  if (known === undefined) {
    throw new RangeError(
      `originalValues: name expects one of ${[...marketNames, PRICES].join(', ')}, got ${name}; choose one of them`,
    );
  }
  return marketSeries(known).returns;
}

function taken(series: Series, step: SeriesStep): Series {
  switch (step.kind) {
    case 'log returns':
      return logReturns(series);
    case 'differences':
      return differences(series);
    case 'standardised':
      return standardise(series).series;
    case 'latest':
      return latest(series, step.count);
  }
}
