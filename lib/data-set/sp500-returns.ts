import { logReturns, standardise } from './returns.js';
import { latest, type Series } from './series.js';
import { withOrigin } from './series-origin.js';
import { sp500 } from './sp500.js';

/** The latest 4096 daily log returns of the S&P 500, standardised: what Figure 6 starts from. Paper: section 5.2. */
export function sp500Returns(): Series {
  return withOrigin(standardise(latest(logReturns(sp500()), 4096)).series, { kind: 'series', name: 'sp500' });
}
