import { pow } from '../../special/index.js';
import {
  type PointChannels,
  type PointData,
  pointsOf,
  type RowChannels,
  type SeriesChannels,
  type SeriesData,
} from './channel.js';
import { type LineLook, line } from './line.js';
import type { Mark } from './mark.js';

/** What a growth is compared with. */
export interface GrowthLook extends LineLook {
  /** a of y ∝ xᵃ. */
  readonly power: number;
}

/**
 * The line y ∝ xᵃ through the last of some points, as far as the horizontal axis goes: what their growth is compared with.
 * @param data points as `line` takes them, x and y not 0
 */
export function growth(data: SeriesData, options: SeriesChannels & GrowthLook): Mark;
export function growth<Row extends object>(rows: readonly Row[], options: RowChannels<Row> & GrowthLook): Mark;
export function growth(data: PointData, options: PointChannels & GrowthLook): Mark {
  const { x: _x, y: _y, error: _error, power, ...look } = options as SeriesChannels & GrowthLook & PointChannels;
  const points = pointsOf('growth', data, options).at(-1);
  if (points === undefined || points.x.length === 0)
    throw new RangeError(
      'growth: data expects a point or more, got none; give the points that the line is compared with',
    );
  const [x, y] = [Number(points.x.at(-1)), points.y.at(-1)!];
  return line((at) => y * pow(at / x, power), look as LineLook);
}
