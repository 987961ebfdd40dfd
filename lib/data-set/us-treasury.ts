import { host } from '../host/index.js';
import { readSeries } from './comma-separated.js';
import type { Series } from './series.js';

/** Maturities in years that are shipped. */
export type TreasuryMaturity = 5 | 10;

/**
 * Yield of US Treasury securities at a constant maturity, percent, each business day from 1962-01-02 to 2000-05-12: 9574 values.
 * Paper: section 5.2 uses USD yields of later years; those come with `npx microcanon data fetch fred DGS10`.
 * Source and dates: data/README.md. Cost: reads a file of 0.2 MB.
 * @throws RangeError when the maturity is another
 */
export function usTreasuryYield(maturity: TreasuryMaturity): Series {
  if (maturity !== 5 && maturity !== 10) {
    throw new RangeError(`usTreasuryYield: maturity expects 5 or 10 years, got ${maturity}; fetch others from FRED`);
  }
  return readSeries(host.locate('microcanon/data/us-treasury-yields.csv'), {
    dateColumn: 'date',
    valueColumn: `${maturity}-year`,
    name: `US Treasury yield, ${maturity} years`,
    source: 'Federal Reserve, H.15 (public domain), from data set tcmd of the R package tseries; see data/README.md',
  });
}
