import type { Position } from './mark.js';

/** Numbers by index: an array or a typed one. */
export type Numbers = ArrayLike<number>;

/** Numbers with their standard errors, as results record curves. */
export interface Estimates {
  readonly values: Numbers;
  readonly standardErrors: Numbers;
}

/** Keys of a row under which a value of a type stands. */
export type KeyOf<Row, Value> = { [Key in keyof Row]-?: Row[Key] extends Value ? Key : never }[keyof Row] & string;

/** Where a mark finds a value of each row: under a key, or by a function. */
export type Channel<Row, Value = number> = KeyOf<Row, Value> | ((row: Row, index: number) => Value);

/** Where a mark finds what it draws in rows. */
export interface RowChannels<Row> {
  readonly x: Channel<Row, Position>;
  readonly y: Channel<Row>;
  /** Standard error of y. */
  readonly error?: Channel<Row>;
  /** Rows of one series share name and colour; the name is this value. */
  readonly series?: Channel<Row, Position>;
  /** Title of the panel that a row belongs to. */
  readonly facet?: Channel<Row, Position>;
}

/** Where numbers stand, and how sure they are. */
export interface SeriesChannels {
  /** One for each number; 0, 1, 2, … when left out. */
  readonly x?: ArrayLike<Position>;
  /** Standard errors, one for each number or one for all; those of estimates when left out. */
  readonly error?: Numbers | number;
  /** Title of the panel that the series belongs to; every panel when left out. */
  readonly facet?: string;
}

/** Points of one series in one panel. */
export interface Points {
  readonly x: readonly Position[];
  readonly y: readonly number[];
  readonly error?: readonly number[];
  readonly facet?: string;
  readonly series?: string;
}

/** Numbers by index, estimates, or points [x, y]. */
export type SeriesData = Numbers | Estimates | ArrayLike<Numbers>;

/** What a mark of points is given: numbers, estimates, pairs or rows. */
export type PointData = SeriesData | readonly object[];

export interface PointChannels {
  readonly x?: unknown;
  readonly y?: unknown;
  readonly error?: unknown;
  readonly series?: unknown;
  readonly facet?: unknown;
}

/**
 * The points that data and channels describe, a group for each series and panel.
 * @throws TypeError for a key that rows lack, RangeError where lengths differ or a number is not finite, each with its place
 */
export function pointsOf(mark: string, data: PointData, channels: PointChannels): Points[] {
  if (isEstimates(data)) return [seriesPoints(mark, data.values, { error: data.standardErrors, ...defined(channels) })];
  const list = data as ArrayLike<unknown>;
  if (typeof list?.length !== 'number') {
    throw new TypeError(`${mark}: data expects numbers, estimates, points or rows, got ${spoken(data)}; give an array`);
  }
  if (list.length === 0) throw new RangeError(`${mark}: data expects at least one entry, got none; leave the mark out`);
  if (typeof list[0] === 'number') return [seriesPoints(mark, list as Numbers, defined(channels))];
  const isPair = Array.isArray(list[0]) || ArrayBuffer.isView(list[0]);
  return rowPoints(mark, list as ArrayLike<object>, isPair ? { x: '0', y: '1', ...defined(channels) } : channels);
}

export function isEstimates(data: unknown): data is Estimates {
  return typeof data === 'object' && data !== null && 'values' in data && 'standardErrors' in data;
}

function defined(channels: PointChannels): PointChannels {
  return Object.fromEntries(Object.entries(channels).filter(([, channel]) => channel !== undefined));
}

function seriesPoints(mark: string, values: Numbers, channels: PointChannels): Points {
  const { x, error, facet } = channels as SeriesChannels;
  const y = finite(mark, 'y', values);
  return {
    y,
    x: x === undefined ? y.map((_, i) => i) : positions(mark, 'x', x, y.length),
    error: error === undefined ? undefined : errorsOf(mark, 'error', error, y.length),
    facet,
  };
}

function rowPoints(mark: string, rows: ArrayLike<object>, channels: PointChannels): Points[] {
  for (const name of ['x', 'y'] as const) {
    if (channels[name] === undefined) {
      throw new TypeError(
        `${mark}: ${name} expects a key of the rows or a function, got none; they have ${keysOf(rows[0])}`,
      );
    }
  }
  const read = (name: keyof PointChannels) =>
    channels[name] === undefined ? undefined : channelValues(mark, name, rows, channels[name]);
  const x = positions(mark, 'x', read('x') as ArrayLike<Position>, rows.length);
  const y = finite(mark, 'y', read('y') as Numbers);
  const error = channels.error === undefined ? undefined : errorsOf(mark, 'error', read('error') as Numbers, y.length);
  const [series, facet] = [read('series'), read('facet')];
  const groups = new Map<string, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const group = JSON.stringify([series?.[i], facet?.[i]]);
    groups.set(group, [...(groups.get(group) ?? []), i]);
  }
  return [...groups.values()].map((members) => ({
    x: members.map((i) => x[i]),
    y: members.map((i) => y[i]),
    error: error && members.map((i) => error[i]),
    series: series && String(series[members[0]]),
    facet: facet && String(facet[members[0]]),
  }));
}

/** The value of a channel for each row. */
export function channelValues(mark: string, name: string, rows: ArrayLike<object>, channel: unknown): unknown[] {
  if (typeof channel === 'function') return Array.from(rows, (row, index) => channel(row, index) as unknown);
  return Array.from(rows, (row, index) => {
    if (row === null || typeof row !== 'object' || !((channel as PropertyKey) in row)) {
      throw new TypeError(
        `${mark}: ${name} expects a key of the rows, got '${String(channel)}'; row ${index} has ${keysOf(row)}`,
      );
    }
    return (row as Record<PropertyKey, unknown>)[channel as PropertyKey];
  });
}

function keysOf(row: unknown): string {
  return row !== null && typeof row === 'object' ? Object.keys(row).slice(0, 12).join(', ') || 'no keys' : 'no keys';
}

/** A copy of numbers that are all finite. */
export function finite(mark: string, channel: string, values: Numbers): number[] {
  return Array.from(values, (value, i) => finiteAt(mark, channel, value, i));
}

function finiteAt(mark: string, channel: string, value: unknown, at: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(`${mark}: ${channel}[${at}] expects a finite number, got ${spoken(value)}; leave the entry out`);
}

/** A copy of positions, as many as `count`. */
export function positions(mark: string, channel: string, values: ArrayLike<Position>, count: number): Position[] {
  requireCount(mark, channel, values, count);
  return Array.from(values, (value, i) => (typeof value === 'string' ? value : finiteAt(mark, channel, value, i)));
}

/** Standard errors, as many as `count`: finite and not negative. */
export function errorsOf(mark: string, channel: string, errors: Numbers | number, count: number): number[] {
  const all = typeof errors === 'number' ? Array.from({ length: count }, () => errors) : errors;
  requireCount(mark, channel, all, count);
  return finite(mark, channel, all).map((value, i) => {
    if (value < 0)
      throw new RangeError(
        `${mark}: ${channel}[${i}] expects a standard error of at least 0, got ${value}; give its size`,
      );
    return value;
  });
}

export function requireCount(mark: string, channel: string, values: ArrayLike<unknown>, count: number): void {
  if (values?.length !== count) {
    throw new RangeError(
      `${mark}: ${channel} expects ${count} entries like y, got ${values?.length ?? spoken(values)}; give one for each`,
    );
  }
}

function spoken(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
