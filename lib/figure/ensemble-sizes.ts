import { fullCaption, requireLength, type Provenance } from './caption';
import { bandTrace, counting, lineTrace } from './curve';
import { figure, type Figure, type Trace } from './figure';
import { palette, sequential } from './palette';
import { logarithmicAxis } from './panel';

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
  /** Step numbers; 0, 1, 2, … when left out. */
  readonly steps?: Numbers;
  /** Half width of the bands in standard errors; 2 when left out. */
  readonly bandWidth?: number;
  /** Logarithmic divergence axis; true when left out. */
  readonly logarithmic?: boolean;
  /** Lower end of the axis, nats; half of the least divergence when left out, 0 on a linear axis. */
  readonly floor?: number;
}

/**
 * Reverse KL divergence through mean-field descents, one curve for each ensemble size, dark for large ones. Paper: Figure 4.
 * @throws RangeError when the arrays of a size differ in length
 */
export function ensembleSizes(input: EnsembleSizesInput): Figure {
  const logarithmic = input.logarithmic ?? true;
  const least = Math.min(...input.sizes.flatMap(({ divergence }) => Array.from(divergence).filter((value) => value > 0)));
  const most = Math.max(...input.sizes.flatMap(({ divergence }) => Array.from(divergence)));
  const floor = input.floor ?? (logarithmic ? least / 2 : 0);
  const colors = sequential(input.sizes.length);
  const curves = input.sizes.map((size, i) => sizeTraces(size, input, colors[i], floor));
  const scale = logarithmic ? logarithmicAxis([floor, most * 1.3]) : { range: [floor, most * 1.1] };
  return figure({
    data: [...curves.map(([band]) => band), ...curves.map(([, line]) => line)],
    layout: {
      xaxis: { title: { text: 'step' } },
      yaxis: { ...scale, title: { text: 'reverse KL divergence (nats per path)' } },
      legend: { title: { text: 'N ', font: { color: palette.target } }, itemwidth: 30 },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function sizeTraces(size: SizeSeries, input: EnsembleSizesInput, color: string, floor: number): [Trace, Trace] {
  const count = size.divergence.length;
  requireLength('ensembleSizes', 'divergenceError', size.divergenceError, count);
  if (input.steps) requireLength('ensembleSizes', 'steps', input.steps, count);
  const style = {
    x: input.steps ?? counting(count),
    name: String(size.pathCount),
    color,
    bandOpacity: 0.12,
    hovertemplate: `N = ${size.pathCount}: %{y:.3f} ± %{customdata:.3f} nats at step %{x}<extra></extra>`,
  };
  const error = Array.from(size.divergenceError, (value) => (input.bandWidth ?? 2) * value);
  return [
    bandTrace(size.divergence, error, style, floor / 10),
    { ...lineTrace(size.divergence, style), customdata: size.divergenceError },
  ];
}
