import { logReturns, standardise } from './returns';
import { latest, type Series } from './series';
import { sp500 } from './sp500';

/** The latest 4096 daily log returns of the S&P 500, standardised: what Figure 6 starts from. Paper: section 5.2. */
export function sp500Returns(): Series {
  return standardise(latest(logReturns(sp500()), 4096)).series;
}
