import { logReturns, standardise } from './returns';
import { series, type Series } from './series';
import { sp500 } from './sp500';

/** The last 4096 daily log returns of the S&P 500, standardised: what Figure 6 starts from. Paper: section 5.2. */
export function sp500Returns(): Series {
  const { name, source, dates, values } = logReturns(sp500());
  const last = series({ name, source, dates: dates.slice(-4096), values: values.slice(-4096) });
  return standardise(last).series;
}
