import { fullCaption, type Provenance, requireLength } from './caption.js';
import { type Figure, figure, type Trace } from './figure.js';
import { palette, type Role } from './palette.js';
import { logarithmicAxis } from './panel.js';

type Numbers = ArrayLike<number>;

/** A positive quantity against a positive size. */
export interface ScalingSeries {
  readonly name: string;
  readonly x: Numbers;
  readonly y: Numbers;
  /** Whose colour it has; a colour of its own when left out. */
  readonly role?: Role;
  /** 'solid' when left out. */
  readonly dash?: 'solid' | 'dash' | 'dot';
}

/** A reference line y = c · x^exponent through a point. */
export interface ScalingLaw {
  readonly name: string;
  readonly exponent: number;
  readonly through: readonly [number, number];
}

export interface ScalingInput extends Provenance {
  readonly series: readonly ScalingSeries[];
  readonly laws?: readonly ScalingLaw[];
  /** Axis titles, with units. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** A level to be marked across the figure. */
  readonly level?: { readonly value: number; readonly name: string };
  /** 'linear' for steps and the like; logarithmic when left out. */
  readonly xType?: 'log' | 'linear';
}

const colors = [palette['mean-field'], palette.true, palette.regular, palette.reference];
const symbols = ['circle', 'square', 'diamond', 'triangle-up'];
/** More points than this are drawn as a line alone. */
const MOST_MARKERS = 40;

/**
 * How quantities grow or fall with a size, the quantity on a logarithmic axis, beside power laws.
 * @throws RangeError when x and y of a series differ in number
 */
export function scaling(input: ScalingInput): Figure {
  const { series, laws = [], level, xType = 'log' } = input;
  const positive = (values: Numbers): number[] => Array.from(values).filter((value) => value > 0);
  const xs = series.flatMap(({ x }) => (xType === 'log' ? positive(x) : Array.from(x)));
  const ys = [...series.flatMap(({ y }) => positive(y)), ...(level ? [level.value] : [])];
  const ends = [Math.min(...xs), Math.max(...xs)];
  const skipped = { type: 'scatter', mode: 'lines', hoverinfo: 'skip' };
  const lines = laws.map(
    ({ name, exponent, through }, i): Trace => ({
      ...skipped,
      name,
      x: ends,
      y: ends.map((x) => through[1] * (x / through[0]) ** exponent),
      line: { color: palette.base, width: 1.5, dash: i === 0 ? 'dot' : 'dash' },
    }),
  );
  const marked: Trace[] = level
    ? [
        {
          ...skipped,
          name: level.name,
          x: ends,
          y: [level.value, level.value],
          line: { color: palette.target, width: 1 },
        },
      ]
    : [];
  const sizes = [...new Set(xs)].sort((a, b) => a - b);
  return figure({
    data: [...lines, ...marked, ...series.map(seriesTrace)],
    layout: {
      xaxis: { ...sizeAxis(sizes, xType), title: { text: input.xLabel } },
      yaxis: { ...logarithmicAxis([Math.min(...ys) / 1.6, Math.max(...ys) * 1.6]), title: { text: input.yLabel } },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

/** A few whole sizes are all labelled. */
function sizeAxis(sizes: readonly number[], type: 'log' | 'linear'): Record<string, unknown> {
  if (type === 'linear') return {};
  const [low, high] = [sizes[0], sizes[sizes.length - 1]];
  if (sizes.length > 8 || !sizes.every(Number.isInteger)) return logarithmicAxis([low / 1.3, high * 1.3]);
  return { ...logarithmicAxis([low / 1.15, high * 1.15]), tickvals: sizes, ticktext: sizes.map(String) };
}

function seriesTrace({ name, x, y, role, dash = 'solid' }: ScalingSeries, i: number): Trace {
  requireLength('scaling', 'y', y, x.length);
  const color = role ? palette[role] : colors[i % colors.length];
  return {
    type: 'scatter',
    mode: x.length > MOST_MARKERS ? 'lines' : 'lines+markers',
    x,
    // A logarithmic axis has no place for what is not positive.
    y: Array.from(y, (value) => (value > 0 ? value : NaN)),
    name,
    hovertemplate: '%{y:.3g} at %{x}',
    line: { color, width: 2, dash },
    marker: { color, size: 8, symbol: symbols[i % symbols.length] },
  };
}
