import type { Vector } from '../array/index.js';

/** What was done to a series, step by step. */
export type SeriesStep =
  | { readonly kind: 'log returns' }
  | { readonly kind: 'differences' }
  | { readonly kind: 'standardised' }
  | { readonly kind: 'latest'; readonly count: number };

/** How a file was read: options of `readSeries` that decide the numbers, dates by the name of their notation. */
export interface FileReading {
  readonly dateColumn: string;
  readonly valueColumn: string;
  readonly separator?: string;
  readonly decimalMark?: string;
  readonly thousandsMark?: string;
  readonly dates?: string;
  readonly missing?: readonly (string | number)[];
  readonly minimum?: number;
}

/** How the numbers of a series come about, as plain data. */
export type SeriesOrigin =
  /** A series that the library loads by its name, and, where it can be taken further, what was done to it. */
  | { readonly kind: 'series'; readonly name: string; readonly steps?: readonly SeriesStep[] }
  /** A reader's file, by its absolute path, and what was done to the series in it. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly reading: FileReading;
      readonly steps: readonly SeriesStep[];
    };

const origins = new WeakMap<object, SeriesOrigin>();

/** How numbers come about that are a series' values; undefined for others, and for copies. */
export function originOf(values: ArrayLike<number>): SeriesOrigin | undefined {
  return origins.get(values);
}

/** Notes how a series' values come about. Gives the series. */
export function withOrigin<S extends { readonly values: Vector }>(series: S, origin: SeriesOrigin): S {
  origins.set(series.values, origin);
  return series;
}

/** Notes a step from one series to another, where the origin of the first takes steps. Gives the second. */
export function withStep<S extends { readonly values: Vector }>(from: S, to: S, step: SeriesStep): S {
  const origin = originOf(from.values);
  return origin?.steps ? withOrigin(to, { ...origin, steps: [...origin.steps, step] }) : to;
}
