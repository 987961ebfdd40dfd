import { type Displayable, displaySymbol, tableBundle, type Vector, vectorOf } from '../array/index.js';
import { isDate } from './date-notation.js';
import { shown } from './delimited-text.js';
import { withStep } from './series-origin.js';

/** A market series: one value per date, in the order of dates. */
export interface Series extends Displayable {
  readonly name: string;
  /** Where the numbers come from, with licence or owner where known. */
  readonly source: string;
  /** ISO dates, YYYY-MM-DD, strictly increasing. */
  readonly dates: readonly string[];
  /** One value per date, finite, in the unit of the source. */
  readonly values: Vector;
  /** A sentence for each kind of row that was left out, and for each gap. */
  readonly notes: readonly string[];
}

/**
 * A series over copies of `dates` and `values`.
 * @throws RangeError when they differ in number, a date is none or not later than the one before, or a value is not finite
 */
export function series(parts: {
  readonly name: string;
  readonly source: string;
  readonly dates: readonly string[];
  readonly values: ArrayLike<number>;
  readonly notes?: readonly string[];
}): Series {
  const { name, source, notes = [] } = parts;
  const dates = Object.freeze([...parts.dates]);
  const values = vectorOf(parts.values);
  if (values.length !== dates.length) {
    throw new RangeError(
      `series: values expects ${dates.length} numbers like dates, got ${values.length}; give one a date`,
    );
  }
  for (let i = 0; i < dates.length; i++) {
    // Checks the caller's value and not the converted one: `Float64Array` turns null into 0.
    if (!Number.isFinite(parts.values[i])) {
      throw new RangeError(
        `series: values expects finite numbers, got ${parts.values[i]} on ${dates[i]}; leave the date out`,
      );
    }
    if (!isDate(dates[i])) {
      throw new RangeError(`series: dates expects dates YYYY-MM-DD, got ${shown(dates[i])}; write them so`);
    }
    if (i > 0 && dates[i] <= dates[i - 1]) {
      throw new RangeError(
        `series: dates expects increasing dates, got ${dates[i]} after ${dates[i - 1]}; sort them and drop repeats`,
      );
    }
  }
  return Object.freeze({
    name,
    source,
    dates,
    values,
    notes: Object.freeze([...notes]),
    [displaySymbol]: () =>
      tableBundle(name, [
        ['values', values.length],
        ['first date', dates[0] ?? 'none'],
        ['last date', dates[dates.length - 1] ?? 'none'],
        ['source', source],
        ...notes.map((note) => ['note', note] as const),
      ]),
  });
}

/**
 * The last `count` values of a series.
 * @throws RangeError when the series is shorter
 */
export function latest(from: Series, count: number): Series {
  if (!Number.isInteger(count) || count < 1 || count > from.values.length) {
    throw new RangeError(
      `latest: count expects a whole number from 1 to ${from.values.length}, got ${count}; ask for fewer values`,
    );
  }
  const last = series({ ...from, dates: from.dates.slice(-count), values: from.values.slice(-count) });
  return withStep(from, last, { kind: 'latest', count });
}
