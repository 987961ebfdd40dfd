import type { Part, Span } from './mark/mark.js';
import { logarithmicAxis } from './panel.js';

/** An axis of a plot; a string is its label. */
export interface Axis {
  /** What it measures. */
  readonly label?: string;
  /** Stands in brackets behind the label; that of the vertical axis ends the caption, too. */
  readonly unit?: string;
  /** 'linear' when left out. A logarithmic axis has no place for numbers that are not positive: these become gaps. */
  readonly type?: 'linear' | 'log';
  /** Ends of the axis in data units; around all numbers when left out. */
  readonly domain?: readonly [number, number];
  /** Numbers that are labelled, or labels with their numbers. */
  readonly ticks?: readonly number[] | Readonly<Record<string, number>>;
  /** True for an axis that reaches down to 0, where areas and error bars end. */
  readonly zero?: boolean;
  /** False for panels that each have their own ends. */
  readonly shared?: boolean;
}

export function axisOf(axis: Axis | string | undefined): Axis {
  return typeof axis === 'string' ? { label: axis } : (axis ?? {});
}

/** `reverse KL divergence (nats per path)`; in two lines where the axis is short. */
export function axisTitle({ label, unit }: Axis, isShort = false): string {
  return [label ?? '', unit === undefined ? '' : label === undefined ? unit : `(${unit})`]
    .filter((part) => part !== '')
    .join(isShort ? '<br>' : ' ');
}

/** Where an axis begins and ends among the numbers of parts. */
export function spanOf(axis: Axis, name: 'x' | 'y', parts: readonly Part[]): Span {
  const type = axis.type ?? 'linear';
  const ended = (low: number, high: number): Span => ({
    type,
    low,
    high,
    floor: type === 'log' ? low / 10 : axis.zero ? 0 : -Infinity,
  });
  if (axis.domain) return ended(...axis.domain);
  const numbers = parts
    .flatMap((part): readonly unknown[] => part[name])
    .filter((value): value is number => typeof value === 'number');
  const shown = type === 'log' ? numbers.filter((value) => value > 0) : axis.zero ? [...numbers, 0] : numbers;
  const [low, high] = shown.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  return low <= high ? ended(low, high) : ended(type === 'log' ? 0.1 : 0, 1);
}

/** Room beyond the outermost numbers of a logarithmic axis, as a factor. */
const room = { x: 1.15, y: 1.5 };
/** A logarithmic axis of so many whole numbers at most labels them all. */
const MOST_SIZES = 8;

/** The ends and ticks of an axis in Plotly's words. */
export function axisLayout(axis: Axis, name: 'x' | 'y', span: Span, parts: readonly Part[]): Record<string, unknown> {
  const named: Record<string, number> = {};
  for (const { xTicks, yTicks } of parts) Object.assign(named, name === 'x' ? xTicks : yTicks);
  const ticks = axis.ticks ?? (Object.keys(named).length > 0 ? named : wholeSizes(axis, name, parts));
  return { ...range(axis, name, span, parts), ...(ticks && tickLayout(ticks)) };
}

function range(
  axis: Axis,
  name: 'x' | 'y',
  { type, low, high }: Span,
  parts: readonly Part[],
): Record<string, unknown> {
  if (type === 'log') return logarithmicAxis(axis.domain ? [low, high] : [low / room[name], high * room[name]]);
  const isMatrix = parts.some((part) => part.isMatrix);
  const hasNumbers = parts.some((part) => part[name].some((value) => typeof value === 'number'));
  if (axis.domain || (isMatrix && hasNumbers)) return { range: isMatrix && name === 'y' ? [high, low] : [low, high] };
  return { ...(axis.zero && { rangemode: 'tozero' }), ...(isMatrix && name === 'y' && { autorange: 'reversed' }) };
}

function wholeSizes(axis: Axis, name: 'x' | 'y', parts: readonly Part[]): readonly number[] | undefined {
  if (axis.type !== 'log' || name === 'y') return undefined;
  const sizes = [...new Set(parts.flatMap(({ x }) => x))];
  return sizes.length > 0 && sizes.length <= MOST_SIZES && sizes.every(Number.isInteger)
    ? (sizes as number[]).sort((a, b) => a - b)
    : undefined;
}

function tickLayout(ticks: readonly number[] | Readonly<Record<string, number>>): Record<string, unknown> {
  const [labels, values] = Array.isArray(ticks)
    ? [ticks.map(String), ticks]
    : [Object.keys(ticks), Object.values(ticks)];
  return { tickvals: values, ticktext: labels, dtick: undefined };
}
