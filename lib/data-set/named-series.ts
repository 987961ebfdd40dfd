import type { Vector } from '../array/index.js';
import { type MarketName, marketNames, marketSeries } from './market-series.js';

/**
 * The numbers of a series that the library loads by name: standardised returns of a market of section 5.2.
 * @throws RangeError when there is no such series
 */
export function namedSeries(name: string): Vector {
  const known = marketNames.find((market): market is MarketName => market === name);
  if (known === undefined) {
    throw new RangeError(`namedSeries: name expects one of ${marketNames.join(', ')}, got ${name}; choose one of them`);
  }
  return marketSeries(known).returns.values;
}
