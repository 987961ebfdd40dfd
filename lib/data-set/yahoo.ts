import { dateOfSeconds } from './date-notation.js';
import { shown } from './delimited-text.js';
import { anything, list, optional, record, type Shape, text } from './json-shape.js';
import type { Observation } from './observations.js';
import { jsonNumber, parseAnswer, type SeriesSource } from './series-source.js';

const DAY = 86_400;

/** The fields of an answer that are read. Yahoo publishes no description of its layout. */
interface Chart {
  readonly meta?: Meta;
  readonly timestamp?: readonly unknown[];
  readonly indicators?: {
    readonly adjclose?: readonly ({ readonly adjclose?: readonly unknown[] } | undefined)[];
    readonly quote?: readonly ({ readonly close?: readonly unknown[] } | undefined)[];
  };
}

interface Meta {
  readonly symbol?: string;
  readonly dataGranularity?: string;
  readonly exchangeTimezoneName?: unknown;
  readonly gmtoffset?: unknown;
}

interface Answer {
  readonly chart: {
    readonly error?: { readonly code?: unknown; readonly description?: unknown };
    readonly result?: readonly (Chart | undefined)[];
  };
}

const values = optional(list(anything));

const chart: Shape<Chart> = record<Chart>({
  meta: optional(
    record<Meta>({
      symbol: optional(text),
      dataGranularity: optional(text),
      exchangeTimezoneName: anything,
      gmtoffset: anything,
    }),
  ),
  timestamp: values,
  indicators: optional(
    record({
      adjclose: optional(list(optional(record({ adjclose: values })))),
      quote: optional(list(optional(record({ close: values })))),
    }),
  ),
});

const answer = record<Answer>({
  chart: record({
    error: optional(record({ code: anything, description: anything })),
    result: optional(list(optional(chart))),
  }),
});

function fail(message: string): never {
  throw new RangeError(`yahoo: ${message}`);
}

/** Yahoo Finance, the JSON of its charts: adjusted closes where there are any, closes otherwise. Paper: section 5.2, the S&P 500. */
export const yahoo: SeriesSource = {
  name: 'yahoo',
  owner: 'Yahoo Finance',
  server: 'https://query1.finance.yahoo.com',
  examples: { '^GSPC': 'S&P 500, index points' },
  pattern: /^\^?[A-Z0-9]+([.=-][A-Z0-9]+)*$/,
  path(identifier, { from, to }) {
    // One day more at either end: east of Greenwich the first day begins before midnight UTC.
    const [first, last] = [Date.parse(from) / 1000 - DAY, Date.parse(to) / 1000 + DAY];
    return `/v8/finance/chart/${encodeURIComponent(identifier)}?period1=${first}&period2=${last}&interval=1d`;
  },
  parse(content, identifier) {
    const { error, result } = parseAnswer(content, 'yahoo', answer).chart;
    const complaint = error?.description ?? error?.code;
    if (complaint) fail(`the source refuses, "${shown(complaint)}"; check the symbol`);
    const found = result?.[0] ?? fail('answer.chart.result[0] is missing; the source may have changed its layout');
    const { symbol = identifier, dataGranularity: step = '1d' } = found.meta ?? {};
    if (symbol !== identifier || step !== '1d') {
      fail(
        `the answer is about ${shown(symbol)} by ${shown(step)}, and not about ${identifier} by days (1d); ` +
          'give the answer to this series',
      );
    }
    return withoutLatestPrice(observationsOf(found));
  },
};

function observationsOf({ meta, timestamp: times = [], indicators }: Chart): Observation[] {
  const closes = indicators?.adjclose?.[0]?.adjclose ?? indicators?.quote?.[0]?.close ?? [];
  if (times.length !== closes.length) {
    fail(`the answer has ${times.length} timestamps and ${closes.length} closes; fetch it again`);
  }
  const dateAt = dateAtExchange(meta?.exchangeTimezoneName, meta?.gmtoffset);
  return times.map((time, i) => {
    // A date needs a year of four digits.
    if (typeof time !== 'number' || !Number.isSafeInteger(time) || Math.abs(time) > 6e10) {
      return fail(`timestamp ${i + 1} is ${shown(time)}, which is no whole number of seconds; fetch it again`);
    }
    const date = dateAt(time);
    return { date, value: jsonNumber(closes[i], 'yahoo', date) };
  });
}

/** On a trading day the answer ends with the latest price, a second value of that day, which is left out. */
function withoutLatestPrice(observations: readonly Observation[]): ReturnType<SeriesSource['parse']> {
  const [before, last] = observations.slice(-2);
  if (last === undefined || before.date !== last.date) return { observations, notes: [] };
  return {
    observations: observations.slice(0, -1),
    notes: [`the latest price, a second value of ${last.date}, left out`],
  };
}

/**
 * The date at the exchange of a time in seconds: by the exchange's time zone where this machine knows the zone, else by the offset,
 * which is that of one day and wrong for half of the year where clocks change.
 */
function dateAtExchange(zone: unknown, offset: unknown): (seconds: number) => string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    if (typeof zone === 'string') {
      const { format } = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...parts });
      return (seconds) => format(seconds * 1000);
    }
  } catch {
    // This machine knows no zone of this name.
  }
  const isOffset = typeof offset === 'number' && Number.isSafeInteger(offset) && Math.abs(offset) <= DAY;
  return (seconds) => dateOfSeconds(seconds + (isOffset ? offset : 0));
}
