import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette } from '../../figure/palette.js';
import { logarithmicAxis } from '../../figure/panel.js';

/** Measured cost of one method. */
export interface CostSeries {
  readonly name: string;
  /** The size that grows: d or N. */
  readonly size: ArrayLike<number>;
  /** Wall time, seconds. */
  readonly seconds: ArrayLike<number>;
}

/** A reference line seconds = c · size^exponent through a point. */
export interface CostSlope {
  readonly exponent: number;
  readonly through: readonly [number, number];
  /** Legend entry, such as `proportional to d³`. */
  readonly name: string;
}

export interface LogDeterminantCostInput extends Provenance {
  readonly methods: readonly CostSeries[];
  readonly slopes?: readonly CostSlope[];
  /** What grows: `signal length d`. */
  readonly sizeLabel: string;
}

const colors = [palette['mean-field'], palette.true, palette.regular, palette.reference];
const symbols = ['circle', 'square', 'diamond', 'triangle-up'];

/**
 * Time of a log-determinant against the size of the problem, both axes logarithmic, with lines of known growth beside it.
 * Paper: section 4 and Appendix A.
 * @throws RangeError when sizes and times of a method differ in number
 */
export function logDeterminantCost(input: LogDeterminantCostInput): Figure {
  const sizes = input.methods.flatMap(({ size }) => Array.from(size));
  const ends = [Math.min(...sizes), Math.max(...sizes)];
  const slopes = (input.slopes ?? []).map(
    ({ exponent, through, name }, i): Trace => ({
      type: 'scatter',
      mode: 'lines',
      x: ends,
      y: ends.map((size) => through[1] * (size / through[0]) ** exponent),
      name,
      hoverinfo: 'skip',
      line: { color: palette.base, width: 1.5, dash: i === 0 ? 'dot' : 'dash' },
    }),
  );
  const times = input.methods.flatMap(({ seconds }) => Array.from(seconds));
  const ticks = new Set(sizes).size <= 12 ? { tickvals: [...new Set(sizes)].sort((a, b) => a - b) } : {};
  return figure({
    data: [...slopes, ...input.methods.map(costTrace)],
    layout: {
      xaxis: { type: 'log', ...ticks, exponentformat: 'none', title: { text: input.sizeLabel } },
      yaxis: {
        ...logarithmicAxis([Math.min(...times) / 2, Math.max(...times) * 2]),
        title: { text: 'time (seconds)' },
      },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function costTrace(method: CostSeries, i: number): Trace {
  requireLength('logDeterminantCost', 'seconds', method.seconds, method.size.length);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: method.size,
    y: method.seconds,
    name: method.name,
    hovertemplate: '%{y:.3s}s at %{x}',
    line: { color: colors[i % colors.length], width: 2 },
    marker: { color: colors[i % colors.length], size: 8, symbol: symbols[i % symbols.length] },
  };
}
