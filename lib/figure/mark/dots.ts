import {
  type Channel,
  channelValues,
  errorsOf,
  type Numbers,
  type PointChannels,
  type PointData,
  type Points,
  pointsOf,
  type RowChannels,
  type SeriesChannels,
  type SeriesData,
} from './channel.js';
import { hover } from './line.js';
import { common, type Look, lookOf, type Mark, type Part, type Place, placed, type Span } from './mark.js';
import { type DotSymbol, symbolOf } from './symbol.js';

/** How dots are drawn. */
export interface DotsLook extends Look {
  /** Pixels; 8 when left out. */
  readonly size?: number;
  /** Between 0 and 1. */
  readonly opacity?: number;
  readonly symbol?: DotSymbol;
  /** Half length of error bars in standard errors; 2 when left out. */
  readonly halfWidth?: number;
}

/**
 * A dot for each point, with a bar of two standard errors to either side where errors are given. On a logarithmic axis a bar that
 * reaches 0 goes down to the axis.
 * @param data numbers by index, estimates { values, standardErrors }, points [x, y], or rows with channels
 * @throws TypeError for a key that rows lack, RangeError where lengths differ or a number is not finite, each with its place
 */
export function dots(data: SeriesData, options?: SeriesChannels & DotsLook & { readonly xError?: Numbers }): Mark;
export function dots<Row extends object>(
  rows: readonly Row[],
  options: RowChannels<Row> & DotsLook & { readonly xError?: Channel<Row> },
): Mark;
export function dots(data: PointData, options: PointChannels & DotsLook & { readonly xError?: unknown } = {}): Mark {
  const { xError, ...rest } = options;
  const groups = pointsOf('dots', data, rest);
  if (xError === undefined) return { parts: groups.map((points) => dotsPart(points, options)) };
  if (groups.length > 1)
    throw new TypeError('dots: xError expects rows of one series, got several; draw a mark for each');
  const errors =
    typeof xError === 'object'
      ? (xError as Numbers)
      : (channelValues('dots', 'xError', data as readonly object[], xError) as number[]);
  return { parts: [dotsPart(groups[0], options, errorsOf('dots', 'xError', errors, groups[0].y.length))] };
}

function dotsPart(points: Points, look: DotsLook, xError?: readonly number[]): Part {
  const { x, y, error, facet, series } = points;
  const { halfWidth = 2, size = 8, opacity } = look;
  return {
    ...lookOf(look),
    name: series ?? look.name,
    facet,
    isArea: false,
    x,
    y: error
      ? [
          ...y,
          ...y.map((value, i) => value + halfWidth * error[i]),
          ...y.map((value, i) => Math.max(value - halfWidth * error[i], value / 4)),
        ]
      : y,
    draw: (place) => [
      {
        ...common(place),
        ...hover(points),
        mode: 'markers',
        x,
        y: y.map((value) => placed(value, place.y)),
        customdata: error,
        ...(error && { error_y: errorBars(y, error, halfWidth, place.y, place) }),
        ...(xError && { error_x: errorBars(x as number[], xError, halfWidth, place.x, place) }),
        marker: { color: place.color, size, opacity, symbol: symbolOf(look, place), ...openLine(look.symbol) },
      },
    ],
  };
}

/** Outlines of open shapes are thick enough to be told apart. */
function openLine(symbol: DotSymbol | undefined): object {
  return symbol?.endsWith('open') || symbol === 'x-thin' ? { line: { width: 1.6 } } : {};
}

/** Bars of Plotly that end above the floor of a logarithmic axis. */
export function errorBars(
  values: readonly number[],
  error: readonly number[],
  halfWidth: number,
  span: Span,
  { color }: Place,
): object {
  return {
    type: 'data',
    symmetric: false,
    array: error.map((one) => halfWidth * one),
    arrayminus: error.map((one, i) => Math.min(halfWidth * one, Math.max(values[i] - span.floor, 0))),
    color,
    thickness: 1.5,
    width: 3,
  };
}
