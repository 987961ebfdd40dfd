import { daysBetween, isDate } from './date-notation.js';
import { type Disorder, oldestFirst } from './date-order.js';
import { shown } from './delimited-text.js';
import { type Series, series } from './series.js';

/** What a source states of one day. */
export interface Observation {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Undefined where the source lists the day without a value: a holiday, as a rule. */
  readonly value: number | undefined;
}

/** The days that are asked for, both included, YYYY-MM-DD. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** A longer time between two values is reported, in days: holidays around a weekend stay below it. */
const LONG_GAP = 10;

/** So many gaps are told one by one; of more, their number and the longest. */
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
 * The series of what a source states. Days without a value and days outside the range are left out, an order from new to old
 * is turned around, and each is noted in the series; so is a gap of ten days or more, also to an end of the range.
 * @throws RangeError when a date is malformed, comes twice or out of order, or fewer than two values remain
 */
export function observedSeries(parts: {
  readonly name: string;
  readonly source: string;
  readonly observations: readonly Observation[];
  readonly range: DateRange;
  /** When the source was asked, YYYY-MM-DD: later days of the range are not missed. */
  readonly asked: string;
  /** Of what was done before. */
  readonly notes: readonly string[];
}): Series {
  const { name, source, range } = parts;
  const notes = [...parts.notes];
  const fail = (message: string): never => {
    throw new RangeError(`${name}: ${message}`);
  };
  parts.observations.forEach(({ date }, i) => {
    if (!isDate(date)) {
      fail(`entry ${i + 1} expects a date YYYY-MM-DD, got "${shown(date)}"; ask for a daily series, or fetch it again`);
    }
  });
  const order = oldestFirst(parts.observations);
  if ('kind' in order) {
    const { kind, date, before } = order;
    if (kind === 'repeated') {
      fail(
        `dates expect to come once, got ${date} twice; ask the source, or repair a saved file and give it with --file`,
      );
    }
    const expected = kind === 'after' ? 'increase' : 'decrease, as most of them do';
    fail(
      `dates expect to ${expected}, got ${date} after ${before}; ask the source, or sort a saved file and give it with --file`,
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
      `expects at least two values from ${range.from} to ${range.to}, got ${valued.length}; ` +
        `ask for other days with --from and --to`,
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
