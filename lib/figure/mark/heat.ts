import type { Trace } from '../figure.js';
import { finite, type Numbers, positions } from './channel.js';
import { common, type Mark, type Position } from './mark.js';

/** Rows of a matrix: lists, or an object that gives each row by its number. */
export type HeatRows = ArrayLike<Numbers> | { readonly rowCount: number; row(index: number): Numbers };

/** How a matrix is drawn. */
export interface HeatLook {
  /** Names or numbers of columns and rows; indices when left out. */
  readonly x?: ArrayLike<Position>;
  readonly y?: ArrayLike<Position>;
  /** `diverging`: white at 0 and as far to either side; `sequential`: from the least to the greatest. 'diverging' when a number is negative. */
  readonly scale?: 'diverging' | 'sequential';
  /** What a colour stands for, with unit. */
  readonly label?: string;
  readonly facet?: string;
}

const diverging = [
  [0, '#8a3a00'],
  [0.4, '#e8935a'],
  [0.5, '#ffffff'],
  [0.6, '#6aaedb'],
  [1, '#003f6b'],
];
const sequential = [
  [0, '#ffffff'],
  [0.25, '#a6dba0'],
  [0.5, '#31a38d'],
  [0.75, '#2b5f8a'],
  [1, '#2a0a4f'],
];

/**
 * A matrix as a picture, its first row on top, a colour for each entry.
 * @throws RangeError when rows differ in length, an entry is not finite, or names differ in number
 */
export function heat(rows: HeatRows, options: HeatLook = {}): Mark {
  const list = 'rowCount' in rows ? Array.from({ length: rows.rowCount }, (_, i) => rows.row(i)) : Array.from(rows);
  const z = list.map((row, i) => {
    if (row.length !== list[0].length)
      throw new RangeError(
        `heat: row ${i} expects ${list[0].length} entries like row 0, got ${row.length}; give equal rows`,
      );
    return finite('heat', `row ${i}, entry `, row);
  });
  const most = z.flat().reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const isDiverging =
    (options.scale ?? (z.flat().some((value) => value < 0) ? 'diverging' : 'sequential')) === 'diverging';
  const x = positions('heat', 'x', options.x ?? (z[0] ?? []).map((_, i) => i), z[0]?.length ?? 0);
  const y = positions('heat', 'y', options.y ?? z.map((_, i) => i), z.length);
  return {
    parts: [
      {
        facet: options.facet,
        x: x.flatMap(sides),
        y: y.flatMap(sides).filter((side): side is number => typeof side === 'number'),
        isArea: true,
        isMatrix: true,
        draw: (place) => [
          {
            ...common(place),
            type: 'heatmap',
            x,
            y,
            z,
            ...(isDiverging ? { zmin: -most, zmax: most, colorscale: diverging } : { colorscale: sequential }),
            colorbar: { title: { text: options.label, side: 'right' }, thickness: 14, outlinewidth: 0 },
            hovertemplate: '%{z:.4g} at (%{x}, %{y})<extra></extra>',
          },
        ],
      },
    ],
  };
}

/**
 * Traces of a plot, its heat maps of one kind with common colours: panels beside each other can be compared, and one colour bar stands for
 * all.
 */
export function withCommonColours(traces: readonly Trace[]): Trace[] {
  const maps = traces.filter(({ type }) => type === 'heatmap');
  if (maps.length < 2) return [...traces];
  const result = new Map<Trace, Trace>();
  for (const colorscale of [diverging, sequential]) {
    const alike = maps.filter((map) => map.colorscale === colorscale);
    const values = alike.flatMap(({ z }) => (z as number[][]).flat());
    const most = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    const zmax = colorscale === diverging ? most : values.reduce((top, value) => Math.max(top, value), -Infinity);
    const zmin = colorscale === diverging ? -most : values.reduce((low, value) => Math.min(low, value), Infinity);
    alike.forEach((map, i) => {
      result.set(map, { ...map, zmin, zmax, showscale: i === 0 });
    });
  }
  return traces.map((trace) => result.get(trace) ?? trace);
}

/** A cell of a matrix reaches half a unit to either side of its number. */
function sides(place: Position): Position[] {
  return typeof place === 'number' ? [place - 0.5, place + 0.5] : [place];
}
