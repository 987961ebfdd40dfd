import { log10 } from '../special/index.js';
import type { Estimate } from '../statistics/index.js';
import type { Trace } from './figure.js';
import { translucent } from './palette.js';

/** 0, 1, …, count − 1. */
export function counting(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Where a curve is drawn and how it is named. */
export interface CurveStyle {
  readonly x: ArrayLike<number>;
  readonly name: string;
  readonly color: string;
  /** Axis names, `x` and `y` when left out. */
  readonly xaxis?: string;
  readonly yaxis?: string;
  /** A name of Plotly's, or lengths of dashes and gaps such as `9px,3px`. */
  readonly dash?: 'solid' | 'dash' | 'dot' | `${number}px,${number}px`;
  readonly showlegend?: boolean;
  readonly hovertemplate?: string;
  /** Opacity of a band, 0.18 when left out. */
  readonly bandOpacity?: number;
}

/** A line through `y`. */
export function lineTrace(y: ArrayLike<number>, style: CurveStyle): Trace {
  const { x, name, color, xaxis = 'x', yaxis = 'y', dash = 'solid', showlegend = true, hovertemplate } = style;
  return {
    type: 'scatter',
    mode: 'lines',
    x,
    y,
    name,
    legendgroup: name,
    showlegend,
    xaxis,
    yaxis,
    line: { color, width: 2, dash, simplify: false },
    hovertemplate,
  };
}

/**
 * The band between y − halfWidth and y + halfWidth as a filled polygon.
 * `floor` cuts the lower edge off, for logarithmic axes.
 */
export function bandTrace(
  y: ArrayLike<number>,
  halfWidth: ArrayLike<number>,
  style: CurveStyle,
  floor = -Infinity,
): Trace {
  const { x, name, color, xaxis = 'x', yaxis = 'y' } = style;
  const order = counting(y.length);
  const back = [...order].reverse();
  return {
    type: 'scatter',
    mode: 'lines',
    x: [...order, ...back].map((i) => x[i]),
    y: [...order.map((i) => y[i] + halfWidth[i]), ...back.map((i) => Math.max(floor, y[i] - halfWidth[i]))],
    name,
    legendgroup: name,
    showlegend: false,
    hoverinfo: 'skip',
    xaxis,
    yaxis,
    fill: 'toself',
    fillcolor: translucent(color, style.bandOpacity ?? 0.18),
    line: { width: 0, color, simplify: false },
  };
}

/** `value ± error` with as many decimals as the error's second digit; a dash for a value or an error that is not finite. */
export function measured(value: number, error: number): string;
export function measured(estimate: Estimate): string;
export function measured(of: number | Estimate, given = NaN): string {
  const { value, standardError: error } = typeof of === 'number' ? { value: of, standardError: given } : of;

  if (!Number.isFinite(value)) return '–';
  if (!Number.isFinite(error)) return `${Number(value.toPrecision(3))} ± –`;
  const decimals = error > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(log10(error)))) : 3;
  // Six decimals are enough for a reader, and would show a smaller error as none.
  const shown = error > 0 && error < 5e-7 ? error.toExponential(0) : error.toFixed(decimals);
  return `${value.toFixed(decimals)} ± ${shown}`;
}
