import { pow } from '../../special/index.js';
import { counting } from '../curve.js';
import type { Trace } from '../figure.js';
import { translucent } from '../palette.js';
import {
  finite,
  type PointChannels,
  type PointData,
  type Points,
  pointsOf,
  type RowChannels,
  type SeriesChannels,
  type SeriesData,
} from './channel.js';
import {
  common,
  type Look,
  lookOf,
  type Mark,
  type Part,
  type Place,
  type Position,
  placed,
  type Span,
} from './mark.js';
import { symbolOf } from './symbol.js';

/** How a line is drawn. */
export interface LineLook extends Look {
  /** 'solid' when left out. */
  readonly dash?: 'solid' | 'dash' | 'dot' | `${number}px,${number}px`;
  /** Pixels; 2 when left out. */
  readonly width?: number;
  /** A marker at each point. */
  readonly markers?: boolean;
  /** Half width of the band in standard errors; 2 when left out. */
  readonly halfWidth?: number;
  /** Opacity of the band; 0.18 when left out. */
  readonly bandOpacity?: number;
}

/**
 * A line through points in their order, and a band of two standard errors around it where errors are given.
 * @param data numbers by index, estimates { values, standardErrors }, points [x, y], rows with channels, or a function of x, which
 * is drawn as far as the horizontal axis goes
 * @throws TypeError for a key that rows lack, RangeError where lengths differ or a number is not finite, each with its place
 */
export function line(data: SeriesData | ((x: number) => number), options?: SeriesChannels & LineLook): Mark;
export function line<Row extends object>(rows: readonly Row[], options: RowChannels<Row> & LineLook): Mark;
export function line(data: PointData | ((x: number) => number), options: PointChannels & LineLook = {}): Mark {
  if (typeof data === 'function')
    return { parts: [functionPart(data, options as LineLook & Pick<SeriesChannels, 'facet'>)] };
  return {
    parts: pointsOf('line', data, options).flatMap((points) => {
      const look = { ...options, name: points.series ?? options.name };
      const band = points.error
        ? [bandPart(edges(points, options.halfWidth ?? 2), { ...look, isCompanion: true }, points.facet)]
        : [];
      return [...band, linePart(points, look)];
    }),
  };
}

function linePart(points: Points, look: LineLook): Part {
  const { x, y, error, facet } = points;
  return {
    ...lookOf(look),
    facet,
    x,
    y,
    isArea: false,
    draw: (place) => [
      { ...stroke(look, place), ...hover(points), x, y: y.map((value) => placed(value, place.y)), customdata: error },
    ],
  };
}

function stroke(look: LineLook, place: Place): Trace {
  const { dash = 'solid', width = 2, markers = false } = look;
  return {
    ...common(place),
    mode: markers ? 'lines+markers' : 'lines',
    line: { color: place.color, width, dash, simplify: false },
    ...(markers && { marker: { color: place.color, size: 8, symbol: symbolOf(look, place) } }),
  };
}

/** What a pointer reads: the number, with its standard error where there is one. */
export function hover({ error }: Pick<Points, 'error'>): { readonly hovertemplate: string } {
  return { hovertemplate: `%{y:.4g}${error ? ' ± %{customdata:.2g}' : ''} at %{x}` };
}

/** Places at which a function is read. */
const READINGS = 241;

function functionPart(value: (x: number) => number, look: LineLook & Pick<SeriesChannels, 'facet'>): Part {
  return {
    ...lookOf(look),
    facet: look.facet,
    x: [],
    y: [],
    isArea: false,
    draw: (place) => {
      const x = grid(place.x);
      const y = finite('line', 'y', x.map(value)).map((one) => placed(one, place.y));
      return [{ ...stroke(look, place), hoverinfo: 'skip', x, y }];
    },
  };
}

function grid({ type, low, high }: Span): number[] {
  const share = (i: number) => i / (READINGS - 1);
  if (type === 'log') return counting(READINGS).map((i) => low * pow(high / low, share(i)));
  return counting(READINGS).map((i) => low + (high - low) * share(i));
}

/** The two sides of an area, for each x. */
export interface Edges {
  readonly x: readonly Position[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Edges `halfWidth` standard errors away from points. */
export function edges({ x, y, error = [] }: Points, halfWidth: number): Edges {
  return {
    x,
    low: y.map((value, i) => value - halfWidth * error[i]),
    high: y.map((value, i) => value + halfWidth * error[i]),
  };
}

/** An area between two edges; on a logarithmic axis what falls below its end is cut there. */
export function bandPart(area: Edges, look: LineLook & { readonly isCompanion?: boolean }, facet?: string): Part {
  const { x, low, high } = area;
  return {
    ...lookOf(look),
    isCompanion: look.isCompanion,
    facet,
    x,
    // Only a share of a band that reaches down is sure to be seen on a logarithmic axis: it does not set the axis' end.
    y: [...high, ...low.map((value, i) => (value > high[i] / 4 ? value : high[i]))],
    isArea: true,
    draw: (place) => {
      const order = counting(x.length);
      const back = [...order].reverse();
      const cut = (value: number) => Math.max(place.y.floor, value);
      return [
        {
          ...common(place, look.isCompanion),
          mode: 'lines',
          x: [...order, ...back].map((i) => x[i]),
          y: [...order.map((i) => cut(high[i])), ...back.map((i) => cut(low[i]))],
          hoverinfo: 'skip',
          fill: 'toself',
          fillcolor: translucent(place.color, look.bandOpacity ?? 0.18),
          line: { width: 0, color: place.color, simplify: false },
        },
      ];
    },
  };
}
