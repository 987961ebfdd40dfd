import { translucent } from '../palette.js';
import {
  type PointChannels,
  type PointData,
  type Points,
  pointsOf,
  type RowChannels,
  type SeriesChannels,
  type SeriesData,
} from './channel.js';
import { errorBars } from './dots.js';
import { hover } from './line.js';
import { common, type Look, lookOf, type Mark, type Part } from './mark.js';

/** How bars are drawn. */
export interface BarsLook extends Look {
  /** Half length of error bars in standard errors; 2 when left out. */
  readonly halfWidth?: number;
}

/**
 * A bar from 0 to each number, with two standard errors to either side of its end where errors are given. Bars of several names at
 * one place stand side by side.
 * @param data numbers by index, estimates { values, standardErrors }, points [x, y], or rows with channels
 * @throws TypeError for a key that rows lack, RangeError where lengths differ or a number is not finite, each with its place
 */
export function bars(data: SeriesData, options?: SeriesChannels & BarsLook): Mark;
export function bars<Row extends object>(rows: readonly Row[], options: RowChannels<Row> & BarsLook): Mark;
export function bars(data: PointData, options: PointChannels & BarsLook = {}): Mark {
  return { parts: pointsOf('bars', data, options).map((points) => barsPart(points, options)) };
}

function barsPart(points: Points, look: BarsLook): Part {
  const { x, y, error, facet, series } = points;
  const { halfWidth = 2 } = look;
  return {
    ...lookOf(look),
    name: series ?? look.name,
    facet,
    isArea: true,
    x,
    y: error ? [...y, ...y.map((value, i) => value + halfWidth * error[i])] : y,
    draw: (place) => [
      {
        ...common(place),
        ...hover(points),
        type: 'bar',
        x,
        y,
        customdata: error,
        ...(error && { error_y: errorBars(y, error, halfWidth, place.y, place) }),
        marker: { color: translucent(place.color, 0.45), line: { color: place.color, width: 1.2 } },
      },
    ],
  };
}
