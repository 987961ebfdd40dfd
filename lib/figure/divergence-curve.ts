import { fullCaption, requireLength, type Provenance } from './caption';
import { bandTrace, counting, lineTrace, measured, type CurveStyle } from './curve';
import { figure, type Figure, type Trace } from './figure';
import { palette, roleName, type Role } from './palette';
import { headroom, panelGrid, panelTitle, type Panel } from './panel';

type Numbers = ArrayLike<number>;

/** A reverse KL divergence followed through a descent, in nats per path; every array has one entry a recorded step. */
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

export interface DivergenceCurveInput extends Provenance {
  readonly series: readonly DivergenceSeries[];
  /** Half width of the bands in standard errors; 2 when left out. */
  readonly bandWidth?: number;
  /** Upper end of the left axis, in nats; all of the curve when left out. */
  readonly ceiling?: number;
}

/**
 * Reverse KL divergence against the step (left), and its two parts, negative entropy and log-likelihood (right).
 * The smallest value of each curve is marked, with its standard error. Paper: Figures 1(c) and 3(b), Figure 5.
 * @throws RangeError when the arrays of a series differ in length
 */
export function divergenceCurve(input: DivergenceCurveInput): Figure {
  input.series.forEach(requireEqualLengths);
  const width = input.bandWidth ?? 2;
  const inParts = input.series.some(({ negativeEntropy }) => negativeEntropy);
  const [left, right] = panelGrid(1, inParts ? 2 : 1, { x: 84, y: 0 }, 800);
  const parts = inParts ? bandsFirst(input.series.flatMap((series) => partTraces(series, width, right))) : [];
  const range = input.ceiling === undefined ? { rangemode: 'tozero' } : { range: [0, input.ceiling] };
  const steps = { title: { text: 'step' }, range: stepRange(input.series) };
  const layout = {
    ...(inParts && { ...headroom(), width: 800 }),
    xaxis: { ...steps, domain: left.xDomain, anchor: 'y' },
    yaxis: { ...range, domain: left.yDomain, anchor: 'x', title: { text: 'reverse KL divergence (nats per path)' } },
    ...(inParts && {
      xaxis2: { ...steps, domain: right.xDomain, anchor: 'y2', matches: 'x' },
      yaxis2: { domain: right.yDomain, anchor: 'x2', title: { text: 'nats per path' } },
    }),
    annotations: [
      ...input.series.map((series, i) => minimumLabel(series, i, left)),
      ...(inParts ? [partsTitle(right)] : []),
    ],
  };
  const data = [...bandsFirst(input.series.flatMap((series) => divergenceTraces(series, width))), ...parts];
  return figure({ data, layout, caption: fullCaption(input), alt: input.alt });
}

/** Ends with the panel: on a phone it is wider than that and finds room on the left alone. */
function partsTitle(panel: Panel): Record<string, unknown> {
  const title = panelTitle(panel, '— negative entropy, – – log-likelihood');
  return { ...title, x: panel.xDomain[1], xanchor: 'right' };
}

/** Bands below, so that none hides a line. */
function bandsFirst(traces: readonly Trace[]): Trace[] {
  return [...traces.filter(({ fill }) => fill), ...traces.filter(({ fill }) => !fill)];
}

function stepRange(series: readonly DivergenceSeries[]): [number, number] {
  const ends = series.map((one) => one.steps?.[one.steps.length - 1] ?? one.divergence.length - 1);
  return [Math.min(...series.map((one) => one.steps?.[0] ?? 0)), Math.max(...ends)];
}

function requireEqualLengths(series: DivergenceSeries): void {
  const count = series.divergence.length;
  const { steps, divergenceError, negativeEntropy, negativeEntropyError, logLikelihood, logLikelihoodError } = series;
  const parts = { steps, divergenceError, negativeEntropy, negativeEntropyError, logLikelihood, logLikelihoodError };
  for (const [name, values] of Object.entries(parts)) if (values) requireLength('divergenceCurve', name, values, count);
}

function styleOf(series: DivergenceSeries): CurveStyle {
  return {
    x: series.steps ?? counting(series.divergence.length),
    name: series.name ?? roleName[series.role],
    color: palette[series.role],
  };
}

function divergenceTraces(series: DivergenceSeries, width: number): Trace[] {
  const style = styleOf(series);
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
    hovertemplate: 'paper: %{y} nats at step %{x}<extra></extra>',
    cliponaxis: false,
    marker: { color: style.color, size: 10, symbol: 'diamond-open', line: { color: style.color, width: 2 } },
  };
}

/** Labels stand below each other at the top of the panel, where neither a falling nor a U-shaped curve passes. */
function minimumLabel(series: DivergenceSeries, place: number, panel: Panel): Record<string, unknown> {
  const { x, color } = styleOf(series);
  const at = indexOfLeast(series.divergence);
  return {
    text: `least: ${measured(series.divergence[at], series.divergenceError[at])} at step ${x[at]}`,
    font: { color, size: 13 },
    showarrow: false,
    xref: 'paper',
    x: (panel.xDomain[0] + panel.xDomain[1]) / 2,
    xanchor: 'center',
    yref: 'paper',
    y: panel.yDomain[1],
    yanchor: 'top',
    yshift: -4 - 19 * place,
    bgcolor: 'rgba(255,255,255,0.8)',
  };
}

function partTraces(series: DivergenceSeries, width: number, panel: { x: string; y: string }): Trace[] {
  const style = { ...styleOf(series), xaxis: panel.x, yaxis: panel.y, showlegend: false, bandOpacity: 0.1 };
  const part = (label: string, values: Numbers | undefined, error: Numbers | undefined, dash: 'solid' | 'dash'): Trace[] => {
    if (!values) return [];
    const band = error ? [bandTrace(values, Array.from(error, (value) => width * value), style)] : [];
    return [...band, lineTrace(values, { ...style, dash, hovertemplate: `${label} %{y:.2f} nats at step %{x}` })];
  };
  return [
    ...part('negative entropy', series.negativeEntropy, series.negativeEntropyError, 'solid'),
    ...part('log-likelihood', series.logLikelihood, series.logLikelihoodError, 'dash'),
  ];
}

function indexOfLeast(values: Numbers): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}
