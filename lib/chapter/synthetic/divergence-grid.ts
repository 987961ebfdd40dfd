import { fullCaption, type Provenance } from '../../figure/caption.js';
import { type Figure, figure } from '../../figure/figure.js';
import { type Panel, panelGrid, panelTitle } from '../../figure/panel.js';
import { margin } from '../../figure/template.js';
import {
  bandsFirst,
  type DivergenceSeries,
  divergenceTraces,
  partTraces,
  requireEqualLengths,
} from '../overfitting/divergence-traces.js';

/** One row: a model and the descents towards it. */
export interface DivergenceRow {
  readonly title: string;
  /** Descents with negative entropy and log-likelihood. */
  readonly series: readonly DivergenceSeries[];
}

export interface DivergenceGridInput extends Provenance {
  readonly rows: readonly DivergenceRow[];
  /** Half width of the bands in standard errors; 2 when left out. */
  readonly bandWidth?: number;
}

const WIDTH = 800;
const ROW = 172;
const GAP = { x: 66, y: 62 };

/**
 * Reverse KL divergence (left), negative entropy and log-likelihood (right) through descents towards several models, one row per
 * model. The axes end at the divergence of the start, and at the mean field's entropy: curves of a collapse leave the panel.
 * Paper: Figure 5.
 * @throws RangeError when the arrays of a series differ in length
 */
export function divergenceGrid({ rows, bandWidth = 2, ...provenance }: DivergenceGridInput): Figure {
  rows.forEach(({ series }) => {
    series.forEach(requireEqualLengths);
  });
  const inner = rows.length * ROW + (rows.length - 1) * GAP.y;
  const top = margin.t + 24;
  const panels = panelGrid(rows.length, 2, GAP, WIDTH, inner + margin.t + margin.b);
  const data = rows.flatMap(({ series }, r) => {
    const [left, right] = [panels[2 * r], panels[2 * r + 1]];
    return [
      ...bandsFirst(series.flatMap((one) => divergenceTraces(one, bandWidth, left, r === 0))),
      ...bandsFirst(series.flatMap((one) => partTraces(one, bandWidth, right))),
    ];
  });
  const axes = rows.flatMap(({ series }, r) =>
    rowAxes(series, panels[2 * r], panels[2 * r + 1], r === rows.length - 1),
  );
  const titles = rows.flatMap(({ title }, r) => [
    leftTitle(panels[2 * r], title),
    unitOf(panels[2 * r]),
    ...(r === 0 ? [partsTitle(panels[1])] : []),
  ]);
  return figure({
    data,
    layout: {
      width: WIDTH,
      height: inner + top + margin.b,
      margin: { t: top },
      legend: { y: 1 + 26 / inner },
      annotations: titles,
      ...Object.fromEntries(axes),
    },
    caption: fullCaption(provenance),
    alt: provenance.alt,
  });
}

function leftTitle(panel: Panel, text: string): Record<string, unknown> {
  return { ...panelTitle(panel, text), x: panel.xDomain[0], xanchor: 'left' };
}

/** The unit beside a row, as an annotation: titles of axes would not align where tick labels differ in width. */
function unitOf({ xDomain, yDomain }: Panel): Record<string, unknown> {
  return {
    text: 'nats per path',
    showarrow: false,
    textangle: -90,
    font: { size: 14 },
    xref: 'paper',
    x: xDomain[0],
    xanchor: 'right',
    xshift: -36,
    yref: 'paper',
    y: (yDomain[0] + yDomain[1]) / 2,
    yanchor: 'middle',
  };
}

function partsTitle(panel: Panel): Record<string, unknown> {
  return {
    ...panelTitle(panel, '— negative entropy, –\u00a0– log-likelihood (nats per path)'),
    x: panel.xDomain[1],
    xanchor: 'right',
  };
}

function rowAxes(
  series: readonly DivergenceSeries[],
  left: Panel,
  right: Panel,
  isLast: boolean,
): [string, Record<string, unknown>][] {
  const last = Math.max(...series.map(({ steps, divergence }) => steps?.[steps.length - 1] ?? divergence.length - 1));
  const step = { range: [0, last], title: { text: isLast ? 'step' : '' } };
  const up = { nticks: 5 };
  return [
    [left.xaxis, { ...step, domain: left.xDomain, anchor: left.y }],
    [left.yaxis, { ...up, range: [0, 1.12 * series[0].divergence[0]], domain: left.yDomain, anchor: left.x }],
    [right.xaxis, { ...step, domain: right.xDomain, anchor: right.y, matches: left.x }],
    [right.yaxis, { ...up, range: partsRange(series), domain: right.yDomain, anchor: right.x }],
  ];
}

/** Range of both parts of the mean field and of all log-likelihoods, and a third of it above, so that a rising entropy is visible. */
function partsRange(series: readonly DivergenceSeries[]): [number, number] {
  const shown = series.flatMap(({ role, negativeEntropy, logLikelihood }) => [
    ...Array.from(logLikelihood ?? []),
    ...Array.from((role === 'regular' ? [negativeEntropy?.[0] ?? NaN] : negativeEntropy) ?? []),
  ]);
  const finite = shown.filter(Number.isFinite);
  const [low, high] = finite.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  return [low - 0.06 * (high - low), high + 0.33 * (high - low)];
}
