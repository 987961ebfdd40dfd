import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { bandTrace, counting, lineTrace } from '../../figure/curve.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, sequential } from '../../figure/palette.js';
import { logarithmicAxis } from '../../figure/panel.js';

type Numbers = ArrayLike<number>;

/** The divergence through a mean-field descent of ensembles of one size. */
export interface SizeSeries {
  /** N of the mean field. */
  readonly pathCount: number;
  /** Reverse KL, nats per path, one entry a recorded step. */
  readonly divergence: Numbers;
  /** Its standard error. */
  readonly divergenceError: Numbers;
}

export interface EnsembleSizesInput extends Provenance {
  /** In order of size. */
  readonly sizes: readonly SizeSeries[];
}

/**
 * Reverse KL divergence through mean-field descents on a logarithmic axis, one curve for each ensemble size, dark for large
 * ones, with bands of two standard errors. Paper: Figure 4.
 * @throws RangeError when the arrays of a size differ in length
 */
export function ensembleSizesFigure(input: EnsembleSizesInput): Figure {
  const least = Math.min(
    ...input.sizes.flatMap(({ divergence }) => Array.from(divergence).filter((value) => value > 0)),
  );
  const most = Math.max(...input.sizes.flatMap(({ divergence }) => Array.from(divergence)));
  const floor = least / 2;
  const colors = sequential(input.sizes.length);
  const curves = input.sizes.map((size, i) => sizeTraces(size, colors[i], floor));
  return figure({
    data: [...curves.map(([band]) => band), ...curves.map(([, line]) => line)],
    layout: {
      xaxis: { title: { text: 'step' } },
      yaxis: { ...logarithmicAxis([floor, most * 1.3]), title: { text: 'reverse KL divergence (nats per path)' } },
      legend: { title: { text: 'N ', font: { color: palette.target } }, itemwidth: 30 },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function sizeTraces(size: SizeSeries, color: string, floor: number): [Trace, Trace] {
  const count = size.divergence.length;
  requireLength('ensembleSizesFigure', 'divergenceError', size.divergenceError, count);
  const style = {
    x: counting(count),
    name: String(size.pathCount),
    color,
    bandOpacity: 0.12,
    hovertemplate: `N = ${size.pathCount}: %{y:.3f} ± %{customdata:.3f} nats at step %{x}<extra></extra>`,
  };
  const error = Array.from(size.divergenceError, (value) => 2 * value);
  return [
    bandTrace(size.divergence, error, style, floor / 10),
    { ...lineTrace(size.divergence, style), customdata: size.divergenceError },
  ];
}
