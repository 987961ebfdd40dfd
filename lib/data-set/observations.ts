import { daysBetween, yearFirst } from './date-notation';
import { series, type Series } from './series';

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

/** A series as read, and what was done to it, a sentence each. */
export interface Reading {
  readonly series: Series;
  readonly notes: readonly string[];
}

/** A longer time between two values is reported, in days: holidays around a weekend stay below it. */
const LONG_GAP = 10;

/**
 * The series of what a source states. Days without a value and days outside the range are left out, an order from new to old
 * is turned around, and each is noted; so is a gap of more than ten days.
 * @throws RangeError when a date is malformed, comes twice or out of order, or fewer than two values remain
 */
export function readingOf(parts: {
  readonly name: string;
  readonly source: string;
  readonly observations: readonly Observation[];
  readonly range: DateRange;
}): Reading {
  const { name, source, range } = parts;
  const notes: string[] = [];
  const fail = (message: string): never => {
    throw new RangeError(`${name}: ${message}`);
  };
  let days = parts.observations;
  days.forEach(({ date }, i) => {
    if (yearFirst.parse(date) === undefined) {
      fail(`entry ${i + 1} expects a date YYYY-MM-DD, got "${shown(date)}"; fetch the series again`);
    }
  });
  if (days.length > 1 && days.every(({ date }, i) => i === 0 || date < days[i - 1].date)) {
    days = [...days].reverse();
    notes.push('the source lists the newest day first: turned around');
  }
  for (let i = 1; i < days.length; i++) {
    const [before, now] = [days[i - 1].date, days[i].date];
    if (now === before) {
      fail(`dates expect to come once, got ${now} twice; ask the source, or repair a saved file and give it with --file`);
    }
    if (now < before) {
      fail(`dates expect to increase, got ${now} after ${before}; ask the source, or sort a saved file and give it with --file`);
    }
  }
  const inside = days.filter(({ date }) => date >= range.from && date <= range.to);
  const outside = days.length - inside.length;
  if (outside > 0) notes.push(`${count(outside, 'day')} outside ${range.from} to ${range.to} left out`);
  const valued = inside.filter(({ value }) => value !== undefined);
  const empty = inside.length - valued.length;
  if (empty > 0) notes.push(`${count(empty, 'day')} without a value left out`);
  if (valued.length < 2) {
    fail(
      `expects at least two values from ${range.from} to ${range.to}, got ${valued.length}; ` +
        `ask for other days with --from and --to`,
    );
  }
  for (let i = 1; i < valued.length; i++) {
    const gap = daysBetween(valued[i - 1].date, valued[i].date);
    if (gap > LONG_GAP) notes.push(`no value for ${gap - 1} days between ${valued[i - 1].date} and ${valued[i].date}`);
  }
  return {
    series: series({ name, source, dates: valued.map(({ date }) => date), values: valued.map(({ value }) => value!) }),
    notes,
  };
}

/** Fetched text for a message: printable, and not long. */
export function shown(text: unknown): string {
  const plain = String(text).replace(/[^\x20-\x7e\u00a0-\uffff]/g, ' ').trim();
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
