import { daysBetween, isDate } from './date-notation.js';
import { type Disorder, oldestFirst } from './date-order.js';
import { shown } from './delimited-text.js';
import { type Series, series } from './series.js';

/** The value that a source publishes for one day. */
export interface Observation {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Undefined where the source lists the day without a value, mostly a holiday. */
  readonly value: number | undefined;
}

/** First and last of the requested days, YYYY-MM-DD. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** Shortest gap between two values that is noted, in days. Holidays around a weekend make shorter gaps. */
const LONG_GAP = 10;

/** Largest number of gaps that are noted one by one; of more gaps their number and the longest are noted. */
const FEW_GAPS = 3;

/** Notes of the gaps between dates, and between them and the ends of a range. */
export function gapNotes(dates: readonly string[], range?: DateRange): string[] {
  const gaps: { readonly days: number; readonly note: string }[] = [];
  const add = (days: number, where: string): void => {
    if (days >= LONG_GAP) gaps.push({ days, note: `no value for ${days} days ${where}` });
  };
  const [first, last] = [dates[0], dates[dates.length - 1]];
  if (range) add(daysBetween(range.from, first), `before ${first}`);
  for (let i = 1; i < dates.length; i++)
    add(daysBetween(dates[i - 1], dates[i]) - 1, `between ${dates[i - 1]} and ${dates[i]}`);
  if (range) add(daysBetween(last, range.to), `after ${last}`);
  if (gaps.length <= FEW_GAPS) return gaps.map(({ note }) => note);
  const { note } = gaps.reduce((a, b) => (b.days > a.days ? b : a));
  return [`${gaps.length} times no value for ${LONG_GAP} days or more, at the longest: ${note}`];
}

/** A note of days left out, if any. */
export function leftOut(count: number, why: string): string[] {
  return count === 0 ? [] : [`${count} day${count === 1 ? '' : 's'} ${why} left out`];
}

/**
 * The series of a source's observations. Days without a value and days outside the range are left out, and an order from new to
 * old is reversed; the notes of the series say so, and list gaps of ten days or more, those at the ends of the range included.
 * @throws RangeError when a date is malformed, repeated or out of order, or fewer than two values remain
 */
export function observedSeries(parts: {
  readonly name: string;
  readonly source: string;
  readonly observations: readonly Observation[];
  readonly range: DateRange;
  /** Day of the request, YYYY-MM-DD: the range's days after it count as no gap. */
  readonly asked: string;
  /** Notes of earlier steps, which come first. */
  readonly notes: readonly string[];
}): Series {
  const { name, source, range } = parts;
  const notes = [...parts.notes];
  const fail = (message: string): never => {
    throw new RangeError(`${name}: ${message}`);
  };
  parts.observations.forEach(({ date }, i) => {
    if (!isDate(date)) {
      fail(
        `entry ${i + 1} has "${shown(date)}" in place of a date YYYY-MM-DD; ask for a daily series, or fetch it again`,
      );
    }
  });
  const order = oldestFirst(parts.observations);
  if ('kind' in order) {
    const { kind, date, before } = order;
    if (kind === 'repeated') {
      fail(`the date ${date} comes twice; ask the source, or repair a saved file and give it with --file`);
    }
    const expected = kind === 'after' ? 'from old to new' : 'from new to old, as most of them are';
    fail(
      `the dates are not ${expected}: ${date} comes after ${before}; ask the source, or sort a saved file and give it with --file`,
    );
  }
  const { days, turned } = order as Exclude<typeof order, Disorder>;
  if (turned) notes.push('the source lists the newest day first: turned around');
  const inside = days.filter(({ date }) => date >= range.from && date <= range.to);
  notes.push(...leftOut(days.length - inside.length, `outside ${range.from} to ${range.to}`));
  const valued = inside.filter(({ value }) => value !== undefined);
  notes.push(...leftOut(inside.length - valued.length, 'without a value'));
  if (valued.length < 2) {
    fail(
      `the answer has ${valued.length} of at least two values from ${range.from} to ${range.to}; ` +
        'ask for other days with --from and --to',
    );
  }
  const dates = valued.map(({ date }) => date);
  notes.push(...gapNotes(dates, { from: range.from, to: earlier(range.to, parts.asked) }));
  return series({ name, source, dates, values: valued.map(({ value }) => value!), notes });
}

/** The earlier of two dates, year-month-day. */
function earlier(a: string, b: string): string {
  return [a, b].sort()[0];
}
