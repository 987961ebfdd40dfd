import { ecb } from './ecb.js';
import { AbsentSeriesError, type Fetched, keptSeries } from './fetched.js';
import { fred } from './fred.js';
import { differences, standardise } from './returns.js';
import { riksbank } from './riksbank.js';
import { latest, type Series, series } from './series.js';
import { withOrigin } from './series-origin.js';
import type { SeriesSource } from './series-source.js';
import { sp500Returns } from './sp500-returns.js';
import { type TreasuryMaturity, usTreasuryYield } from './us-treasury.js';

/** The five markets of section 5.2. */
export const marketNames = ['sp500', 'eur-5', 'eur-10', 'usd-5', 'usd-10'] as const;
/** Name of a market whose series the workbook shows. */
export type MarketName = (typeof marketNames)[number];

/** Standardised daily returns of a market of section 5.2, or of a series that stands in for the market. */
export interface MarketSeries {
  readonly name: MarketName;
  /** For titles: `US Treasury, 5 years`. */
  readonly label: string;
  /** Log returns of the index, or differences of yields; mean 0, standard deviation 1. */
  readonly returns: Series;
  /** Whether the series is one of the paper's market, possibly of other years; false where another market stands in. */
  readonly isPapers: boolean;
  /** A sentence for captions: the series, its first and last day, and for which market it stands in. */
  readonly note: string;
  /** Command that fetches the paper's series; empty when the paper's series is used. */
  readonly advice: string;
}

/** Numbers of returns: 2¹² for the index and USD rates, 2¹¹ for EUR rates. */
const COUNTS = { sp500: 4096, usd: 4096, eur: 2048 };

/**
 * A market of section 5.2. Rates are the Riksbank's, as in the paper, if they were fetched; else those of the Federal Reserve or the
 * ECB, if they were fetched. Else US Treasury yields to May 2000 stand in: their last 4096 differences for USD, the 2048 before for EUR.
 * @throws RangeError when the name is none of these, or a fetched series is too short; DamagedSeriesError when its file is damaged
 */
export function marketSeries(name: MarketName): MarketSeries {
  if (!marketNames.includes(name)) {
    throw new RangeError(
      `marketSeries: name expects one of ${marketNames.join(', ')}, got ${String(name)}; choose one of them`,
    );
  }
  if (name === 'sp500') {
    const returns = sp500Returns();
    const note = `S&P 500, daily log returns ${spanOf(returns)}.`;
    return { name, label: 'S&P 500', returns, isPapers: true, note, advice: '' };
  }
  const [currency, years] = name.split('-') as ['usd' | 'eur', string];
  const papers = { source: riksbank, identifier: `${currency === 'usd' ? 'US' : 'EM'}GVB${years}Y` };
  const others =
    currency === 'usd'
      ? { source: fred, identifier: `DGS${years}` }
      : { source: ecb, identifier: `YC/B.U2.EUR.4F.G_N_A.SV_C_YM.SR_${years}Y` };
  for (const { source, identifier } of [papers, others]) {
    const found = fetched(source, identifier);
    if (found === undefined) continue;
    const changes = differences(found.series);
    if (changes.values.length < COUNTS[currency]) {
      throw new RangeError(
        `marketSeries: ${found.path} expects ${COUNTS[currency] + 1} values or more, got ${found.series.values.length}; ` +
          `run npx microcanon data fetch ${source.name} ${identifier}, or remove the file`,
      );
    }
    const returns = withOrigin(standardise(latest(changes, COUNTS[currency])).series, { kind: 'series', name });
    const label = `${currency.toUpperCase()} government bonds, ${years} years`;
    const note = `${label}: ${source.owner}, ${identifier}, daily differences ${spanOf(returns)}.`;
    return { name, label, returns, isPapers: true, note, advice: '' };
  }
  const advice = `npx microcanon data fetch ${papers.source.name} ${papers.identifier}`;
  return standIn(name, currency, Number(years) as TreasuryMaturity, advice);
}

function standIn(name: MarketName, currency: 'usd' | 'eur', years: TreasuryMaturity, advice: string): MarketSeries {
  const yields = usTreasuryYield(years);
  const changes = differences(yields);
  const count = changes.values.length;
  const taken =
    currency === 'usd'
      ? latest(changes, COUNTS.usd)
      : slice(changes, count - COUNTS.usd - COUNTS.eur, count - COUNTS.usd);
  const returns = withOrigin(standardise(taken).series, { kind: 'series', name });
  const shipped = `US Treasury yield, ${years} years, daily differences ${spanOf(returns)}`;
  if (currency === 'usd') {
    const note = `${shipped}; the paper takes later years.`;
    return { name, label: `US Treasury, ${years} years`, returns, isPapers: true, note, advice };
  }
  return {
    name,
    label: `US Treasury, ${years} years, earlier`,
    returns,
    isPapers: false,
    note: `${shipped}: it stands in for EUR bonds of ${years} years, which are not on this computer.`,
    advice,
  };
}

function fetched(source: SeriesSource, identifier: string): Fetched | undefined {
  try {
    return keptSeries(source, identifier);
  } catch (error) {
    if (error instanceof AbsentSeriesError) return undefined;
    throw error;
  }
}

function slice(from: Series, start: number, end: number): Series {
  return series({ ...from, dates: from.dates.slice(start, end), values: from.values.slice(start, end) });
}

function spanOf({ dates }: Series): string {
  return `${dates[0]} to ${dates[dates.length - 1]}`;
}
