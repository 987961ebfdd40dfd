import { dateOfSeconds } from './date-notation.js';
import { shown } from './delimited-text.js';
import { jsonNumber, parseJson, type SeriesSource } from './series-source.js';

/** What is read of an answer. The layout is Yahoo's to change: nothing is taken for granted. */
interface Answer {
  readonly chart?: {
    readonly error?: { readonly code?: unknown; readonly description?: unknown } | null;
    readonly result?:
      | readonly ({
          readonly meta?: {
            readonly symbol?: unknown;
            readonly dataGranularity?: unknown;
            readonly exchangeTimezoneName?: unknown;
            readonly gmtoffset?: unknown;
          };
          readonly timestamp?: unknown;
          readonly indicators?: {
            readonly adjclose?: readonly ({ readonly adjclose?: unknown } | null)[];
            readonly quote?: readonly ({ readonly close?: unknown } | null)[];
          };
        } | null)[]
      | null;
  };
}

/** Yahoo Finance, its charts' JSON: adjusted closes where there are any, closes otherwise. Paper: section 5.2, the S&P 500. */
export const yahoo: SeriesSource = {
  name: 'yahoo',
  owner: 'Yahoo Finance',
  server: 'https://query1.finance.yahoo.com',
  examples: { '^GSPC': 'S&P 500, index points' },
  pattern: /^\^?[A-Z0-9]+([.=-][A-Z0-9]+)*$/,
  path(identifier, { from, to }) {
    // A day more: east of Greenwich the first begins before midnight UTC.
    const [first, last] = [Date.parse(from) / 1000 - DAY, Date.parse(to) / 1000 + DAY];
    return `/v8/finance/chart/${encodeURIComponent(identifier)}?period1=${first}&period2=${last}&interval=1d`;
  },
  parse(text, identifier) {
    const { chart } = (parseJson(text, 'yahoo') ?? {}) as Answer;
    const complaint = chart?.error?.description ?? chart?.error?.code;
    if (complaint)
      throw new RangeError(`yahoo: the answer expects a chart, got "${shown(complaint)}"; check the symbol`);
    const result = chart?.result?.[0];
    if (typeof result !== 'object' || result === null) {
      throw new RangeError('yahoo: the answer expects chart.result, got none; the source may have changed its layout');
    }
    const {
      symbol = identifier,
      dataGranularity: step = '1d',
      exchangeTimezoneName: zone,
      gmtoffset,
    } = result.meta ?? {};
    if (symbol !== identifier || step !== '1d') {
      throw new RangeError(
        `yahoo: the answer expects ${identifier} by days, 1d, got ${shown(symbol)} by ${shown(step)}; ` +
          'give the answer to this series',
      );
    }
    const times = result.timestamp ?? [];
    const values = result.indicators?.adjclose?.[0]?.adjclose ?? result.indicators?.quote?.[0]?.close ?? [];
    if (!Array.isArray(times) || !Array.isArray(values) || times.length !== values.length) {
      throw new RangeError(
        'yahoo: the answer expects as many closes as timestamps, got another number; fetch it again',
      );
    }
    const dateAt = dateAtExchange(zone, gmtoffset);
    const observations = times.map((time: unknown, i: number) => {
      // Beyond the years of four digits a date cannot be written.
      if (!Number.isSafeInteger(time) || Math.abs(time as number) > 6e10) {
        throw new RangeError(`yahoo: timestamp ${i + 1} expects whole seconds, got ${shown(time)}; fetch it again`);
      }
      const date = dateAt(time as number);
      return { date, value: jsonNumber(values[i], 'yahoo', date) };
    });
    const [before, last] = observations.slice(-2);
    if (last === undefined || before.date !== last.date) return { observations, notes: [] };
    return {
      observations: observations.slice(0, -1),
      notes: [`the latest price, a second value of ${last.date}, left out`],
    };
  },
};

const DAY = 86_400;

/** The date at the exchange: in its time zone, where that is known here, since a single offset is wrong for half the year. */
function dateAtExchange(zone: unknown, offset: unknown): (seconds: number) => string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    if (typeof zone === 'string') {
      const { format } = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...parts });
      return (seconds) => format(seconds * 1000);
    }
  } catch {
    // No zone of that name.
  }
  const shift = Number.isSafeInteger(offset) && Math.abs(offset as number) <= DAY ? (offset as number) : 0;
  return (seconds) => dateOfSeconds(seconds + shift);
}
