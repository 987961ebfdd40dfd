import {
  type Channel,
  channelValues,
  type Estimates,
  finite,
  isEstimates,
  type Numbers,
  pointsOf,
  positions,
  requireCount,
} from './channel.js';
import { bandPart, edges, type LineLook } from './line.js';
import type { Look, Mark, Position } from './mark.js';

/** How an area is drawn. */
export interface BandLook extends Look, Pick<LineLook, 'halfWidth'> {
  /** 0.18 when left out. */
  readonly opacity?: number;
  readonly facet?: string;
}

/** Both edges of an area. */
export interface BandEdges {
  readonly low: Numbers;
  readonly high: Numbers;
}

/** Where a band finds its edges in rows. */
export interface BandChannels<Row> {
  readonly x: Channel<Row, Position>;
  readonly low: Channel<Row>;
  readonly high: Channel<Row>;
}

/**
 * An area between two edges, or of two standard errors to either side of estimates.
 * @param data estimates, edges { low, high } by index, or rows with channels
 * @throws TypeError for a key that rows lack, RangeError where lengths differ or a number is not finite, each with its place
 */
export function band(data: Estimates | BandEdges, options?: BandLook & { readonly x?: ArrayLike<Position> }): Mark;
export function band<Row extends object>(rows: readonly Row[], options: BandLook & BandChannels<Row>): Mark;
export function band(
  data: Estimates | BandEdges | readonly object[],
  options: BandLook & { x?: unknown; low?: unknown; high?: unknown } = {},
): Mark {
  const look = { ...options, bandOpacity: options.opacity };
  if (isEstimates(data)) {
    return {
      parts: pointsOf('band', data, { x: options.x, facet: options.facet }).map((points) =>
        bandPart(edges(points, options.halfWidth ?? 2), look, points.facet),
      ),
    };
  }
  const read = (name: 'low' | 'high') =>
    finite(
      'band',
      name,
      Array.isArray(data) ? (channelValues('band', name, data, options[name]) as number[]) : (data as BandEdges)[name],
    );
  const [low, high] = [read('low'), read('high')];
  requireCount('band', 'high', high, low.length);
  const places = Array.isArray(data)
    ? channelValues('band', 'x', data, options.x)
    : (options.x ?? low.map((_, i) => i));
  const x = positions('band', 'x', places as ArrayLike<Position>, low.length);
  return { parts: [bandPart({ x, low, high }, look, options.facet)] };
}
