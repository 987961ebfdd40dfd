import { log10 } from '../special/index.js';
import { margin, size } from './template.js';

/** One pair of axes in a grid, by the names that Plotly gives them. */
export interface Panel {
  readonly row: number;
  readonly column: number;
  /** Names that a trace refers to: `x2`, `y2`. */
  readonly x: string;
  readonly y: string;
  /** Names in the layout: `xaxis2`, `yaxis2`. */
  readonly xaxis: string;
  readonly yaxis: string;
  /** Parts of the plotting area between 0 and 1; the first row is on top. */
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

/** Gaps in pixels between panels of a grid. */
export interface Gap {
  readonly x: number;
  readonly y: number;
}

/** A grid of panels, row by row, with gaps in pixels of a figure `width` wide and `height` high. */
export function panelGrid(
  rows: number,
  columns: number,
  gap: Gap,
  width: number = size.width,
  height: number = size.height,
): Panel[] {
  const across = width - margin.l - margin.r;
  const down = height - margin.t - margin.b;
  const wide = (across - gap.x * (columns - 1)) / columns / across;
  const high = (down - gap.y * (rows - 1)) / rows / down;
  return Array.from({ length: rows * columns }, (_, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    const suffix = index === 0 ? '' : String(index + 1);
    const left = column * (wide + gap.x / across);
    const top = 1 - row * (high + gap.y / down);
    return {
      row,
      column,
      x: `x${suffix}`,
      y: `y${suffix}`,
      xaxis: `xaxis${suffix}`,
      yaxis: `yaxis${suffix}`,
      xDomain: [left, left + wide],
      yDomain: [Math.max(top - high, 0), top],
    };
  });
}

/** A heading above a panel, as an annotation. */
export function panelTitle(panel: Panel, text: string): Record<string, unknown> {
  return {
    text,
    showarrow: false,
    font: { size: 14 },
    xref: 'paper',
    x: (panel.xDomain[0] + panel.xDomain[1]) / 2,
    xanchor: 'center',
    yref: 'paper',
    y: panel.yDomain[1],
    yanchor: 'bottom',
    yshift: 4,
  };
}

/** Layout of a figure whose panels have headings: room for them between the axes and the legend. */
export function headroom(height: number = size.height): Record<string, unknown> {
  const top = margin.t + 24;
  return { height: height + 24, margin: { t: top }, legend: { y: 1 + 26 / (height - margin.t - margin.b) } };
}

/** One axis of a row of panels: its title, and further Plotly attributes. */
export interface AxisText {
  readonly title: string;
  readonly [attribute: string]: unknown;
}

/** Layout of the axes of panels that stand in one row and share both scales; the first alone has labels on its y axis. */
export function sharedAxes(panels: readonly Panel[], x: AxisText, y: AxisText): Record<string, unknown> {
  const first = panels[0];
  const axes = panels.flatMap((panel) => {
    const follows = panel !== first;
    const side = follows ? { matches: first.y, showticklabels: false, title: undefined } : { title: { text: y.title } };
    return [
      [
        panel.xaxis,
        {
          ...x,
          domain: panel.xDomain,
          anchor: panel.y,
          title: { text: x.title },
          ...(follows && { matches: first.x }),
        },
      ],
      [panel.yaxis, { ...y, domain: panel.yDomain, anchor: panel.x, ...side }],
    ];
  });
  return Object.fromEntries(axes);
}

/** The interval around `values` with a margin of a twentieth of its length on either side. */
export function paddedRange(values: readonly number[]): [number, number] {
  const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  const padding = (high - low || 1) / 20;
  return [low - padding, high + padding];
}

/** So many powers of ten at most are labelled on a logarithmic axis; on longer axes every second, third, … is. */
const MOST_POWERS = 9;

/** A logarithmic axis over `range`: labelled at 1, 2 and 5 times powers of ten when it is short, else at the powers. */
export function logarithmicAxis([low, high]: readonly [number, number]): Record<string, unknown> {
  const [from, to] = [log10(low), log10(high)];
  const axis = { type: 'log', range: [from, to] };
  if (to - from > 2.6) return { ...axis, dtick: Math.ceil((to - from) / MOST_POWERS), tickfont: { size: 11 } };
  const powers = Array.from({ length: Math.ceil(to) - Math.floor(from) + 1 }, (_, i) => Math.floor(from) + i);
  const ticks = powers.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  return { ...axis, tickvals: ticks, ticktext: ticks.map(String) };
}
