import { fullCaption, type Provenance } from '../../figure/caption.js';
import { measured } from '../../figure/curve.js';
import { type Figure, figure } from '../../figure/figure.js';
import { headroom, type Panel, panelGrid, panelTitle } from '../../figure/panel.js';
import {
  bandsFirst,
  type DivergenceSeries,
  divergenceTraces,
  indexOfLeast,
  partTraces,
  requireEqualLengths,
  styleOf,
} from './divergence-traces.js';

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

/** The label ends at the panel's right edge: on a phone it is wider than the panel, and has room on the left only. */
function partsTitle(panel: Panel): Record<string, unknown> {
  const title = panelTitle(panel, '— negative entropy, – – log-likelihood');
  return { ...title, x: panel.xDomain[1], xanchor: 'right' };
}

function stepRange(series: readonly DivergenceSeries[]): [number, number] {
  const ends = series.map((one) => one.steps?.[one.steps.length - 1] ?? one.divergence.length - 1);
  return [Math.min(...series.map((one) => one.steps?.[0] ?? 0)), Math.max(...ends)];
}

/** Labels stand below each other at the top of the panel, away from falling and from U-shaped curves. */
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
