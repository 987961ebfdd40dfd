import { dateOfSeconds } from './date-notation';
import { shown } from './observations';
import { jsonNumber, parseJson, type SeriesSource } from './series-source';

/** What is read of an answer. The layout is Yahoo's to change: nothing is taken for granted. */
interface Answer {
  readonly chart?: {
    readonly error?: { readonly code?: unknown; readonly description?: unknown } | null;
    readonly result?: readonly ({
      readonly meta?: { readonly gmtoffset?: unknown };
      readonly timestamp?: unknown;
      readonly indicators?: {
        readonly adjclose?: readonly ({ readonly adjclose?: unknown } | null)[];
        readonly quote?: readonly ({ readonly close?: unknown } | null)[];
      };
    } | null)[] | null;
  };
}

/** Yahoo Finance, its charts' JSON: adjusted closes where there are any, closes otherwise. Paper: section 5.2, the S&P 500. */
export const yahoo: SeriesSource = {
  name: 'yahoo',
  owner: 'Yahoo Finance',
  server: 'https://query1.finance.yahoo.com',
  examples: { '^GSPC': 'S&P 500, index points' },
  pattern: /^\^?[A-Z0-9]+([.-][A-Z0-9]+)*$/,
  path(identifier, { from, to }) {
    const [first, last] = [Date.parse(from) / 1000, Date.parse(to) / 1000 + 86_400];
    return `/v8/finance/chart/${encodeURIComponent(identifier)}?period1=${first}&period2=${last}&interval=1d`;
  },
  parse(text) {
    const { chart } = (parseJson(text, 'yahoo') ?? {}) as Answer;
    const complaint = chart?.error?.description ?? chart?.error?.code;
    if (complaint) throw new RangeError(`yahoo: the answer expects a chart, got "${shown(complaint)}"; check the symbol`);
    const result = chart?.result?.[0];
    if (typeof result !== 'object' || result === null) {
      throw new RangeError('yahoo: the answer expects chart.result, got none; the source may have changed its layout');
    }
    const times = result.timestamp ?? [];
    const values = result.indicators?.adjclose?.[0]?.adjclose ?? result.indicators?.quote?.[0]?.close ?? [];
    if (!Array.isArray(times) || !Array.isArray(values) || times.length !== values.length) {
      throw new RangeError('yahoo: the answer expects as many closes as timestamps, got another number; fetch it again');
    }
    const offset = Number(result.meta?.gmtoffset ?? 0);
    const observations = times.map((time: unknown, i: number) => {
      // Beyond the calendar's ends a date cannot be written.
      if (!Number.isSafeInteger(time) || !Number.isSafeInteger(offset) || Math.abs((time as number) + offset) > 8e12) {
        throw new RangeError(`yahoo: timestamp ${i + 1} expects whole seconds, got ${shown(time)}; fetch it again`);
      }
      const date = dateOfSeconds((time as number) + offset);
      return { date, value: jsonNumber(values[i], 'yahoo', date) };
    });
    return { observations, notes: [] };
  },
};
