import { requireLength } from '../../figure/caption.js';
import { bandTrace, type CurveStyle, counting, lineTrace } from '../../figure/curve.js';
import type { Trace } from '../../figure/figure.js';
import { palette, type Role, roleName } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';

export type Numbers = ArrayLike<number>;

/** A reverse KL divergence through a descent, in nats per path; every array has one entry per recorded step. */
export interface DivergenceSeries {
  readonly role: Role;
  readonly name?: string;
  /** Step numbers; 0, 1, 2, … when left out. */
  readonly steps?: Numbers;
  readonly divergence: Numbers;
  /** Standard error of `divergence`. */
  readonly divergenceError: Numbers;
  /** −H(q), the right panel's solid line. */
  readonly negativeEntropy?: Numbers;
  readonly negativeEntropyError?: Numbers;
  /** E_q log p, the right panel's dashed line. */
  readonly logLikelihood?: Numbers;
  readonly logLikelihoodError?: Numbers;
  /** The paper's minimum, drawn as an open diamond. */
  readonly paper?: { readonly step: number; readonly divergence: number };
}

/** Bands come first, so that no band hides a line. */
export function bandsFirst(traces: readonly Trace[]): Trace[] {
  return [...traces.filter(({ fill }) => fill), ...traces.filter(({ fill }) => !fill)];
}

/** Throws when the arrays of a series differ in length. */
export function requireEqualLengths(series: DivergenceSeries): void {
  const count = series.divergence.length;
  const { steps, divergenceError, negativeEntropy, negativeEntropyError, logLikelihood, logLikelihoodError } = series;
  const parts = { steps, divergenceError, negativeEntropy, negativeEntropyError, logLikelihood, logLikelihoodError };
  for (const [name, values] of Object.entries(parts)) if (values) requireLength('divergenceCurve', name, values, count);
}

export function styleOf(series: DivergenceSeries): CurveStyle {
  return {
    x: series.steps ?? counting(series.divergence.length),
    name: series.name ?? roleName[series.role],
    color: palette[series.role],
  };
}

/** The divergence with its band, its smallest value and the paper's; `width` is the band's half width in standard errors. */
export function divergenceTraces(
  series: DivergenceSeries,
  width: number,
  axes: Pick<Panel, 'x' | 'y'> = { x: 'x', y: 'y' },
  showlegend = true,
): Trace[] {
  const style = { ...styleOf(series), xaxis: axes.x, yaxis: axes.y, showlegend };
  const at = indexOfLeast(series.divergence);
  const error = Array.from(series.divergenceError, (value) => width * value);
  const hovertemplate = '%{y:.3f} ± %{customdata:.3f} nats at step %{x}';
  const minimum: Trace = {
    type: 'scatter',
    mode: 'markers',
    x: [style.x[at]],
    y: [series.divergence[at]],
    customdata: [series.divergenceError[at]],
    name: style.name,
    legendgroup: style.name,
    showlegend: false,
    xaxis: axes.x,
    yaxis: axes.y,
    hovertemplate: `smallest: ${hovertemplate}`,
    cliponaxis: false,
    marker: { color: style.color, size: 9, line: { color: '#ffffff', width: 1 } },
  };
  const paper: Trace[] = series.paper ? [paperTrace(series.paper, style)] : [];
  return [
    bandTrace(series.divergence, error, style, 0),
    { ...lineTrace(series.divergence, { ...style, hovertemplate }), customdata: series.divergenceError },
    minimum,
    ...paper,
  ];
}

function paperTrace(paper: { step: number; divergence: number }, style: CurveStyle): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: [paper.step],
    y: [paper.divergence],
    name: `paper, ${style.name}`,
    showlegend: style.showlegend,
    xaxis: style.xaxis,
    yaxis: style.yaxis,
    hovertemplate: 'paper: %{y} nats at step %{x}<extra></extra>',
    cliponaxis: false,
    marker: { color: style.color, size: 10, symbol: 'diamond-open', line: { color: style.color, width: 2 } },
  };
}

/** Negative entropy (solid) and log-likelihood (dashed) with their bands. */
export function partTraces(series: DivergenceSeries, width: number, panel: Pick<Panel, 'x' | 'y'>): Trace[] {
  const style = { ...styleOf(series), xaxis: panel.x, yaxis: panel.y, showlegend: false, bandOpacity: 0.1 };
  const part = (
    label: string,
    values: Numbers | undefined,
    error: Numbers | undefined,
    dash: CurveStyle['dash'],
  ): Trace[] => {
    if (!values) return [];
    const band = error
      ? [
          bandTrace(
            values,
            Array.from(error, (value) => width * value),
            style,
          ),
        ]
      : [];
    return [...band, lineTrace(values, { ...style, dash, hovertemplate: `${label} %{y:.2f} nats at step %{x}` })];
  };
  return [
    ...part('negative entropy', series.negativeEntropy, series.negativeEntropyError, 'solid'),
    // Log-likelihoods often coincide: with dashes of different lengths, a line below another stays visible.
    ...part(
      'log-likelihood',
      series.logLikelihood,
      series.logLikelihoodError,
      series.role === 'regular' ? '10px,4px' : '5px,9px',
    ),
  ];
}

/** Index of the least number of a list. */
export function indexOfLeast(values: Numbers): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}
