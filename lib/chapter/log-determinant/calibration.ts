import { fullCaption, type Provenance } from '../../figure/caption.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, translucent } from '../../figure/palette.js';
import { headroom, type Panel, panelGrid, panelTitle } from '../../figure/panel.js';

/** Errors of one estimator in units of its standard error. */
export interface CalibrationPanel {
  readonly title: string;
  /** (estimate − exact)/(standard error), one per estimate. */
  readonly scores: ArrayLike<number>;
}

export interface CalibrationInput extends Provenance {
  readonly panels: readonly CalibrationPanel[];
}

/** Scores shown; what lies beyond counts in the outermost bin. */
const REACH = 4;
const BINS = 32;

/**
 * Histograms of standardised errors against the normal density that they have when the stated errors are right. Each panel has
 * a scale of its own, so that one tall bar does not flatten the others.
 * @throws RangeError when a panel has no score
 */
export function calibration(input: CalibrationInput): Figure {
  const panels = panelGrid(1, input.panels.length, { x: 46, y: 0 });
  const densities = input.panels.map(({ title, scores }) => histogram(title, scores));
  const axes = panels.flatMap((panel, i) => [
    [
      panel.xaxis,
      { domain: panel.xDomain, anchor: panel.y, range: [-REACH, REACH], title: { text: 'error / standard error' } },
    ],
    [
      panel.yaxis,
      {
        domain: panel.yDomain,
        anchor: panel.x,
        range: [0, 1.08 * Math.max(0.42, ...densities[i])],
        nticks: 6,
        title: { text: panel.column === 0 ? 'density' : undefined },
      },
    ],
  ]);
  const titles = input.panels.map(({ title }, i) => panelTitle(panels[i], title));
  return figure({
    data: panels.flatMap((panel, i) => traces(densities[i], panel)),
    layout: { ...Object.fromEntries(axes), ...headroom(), annotations: titles },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

/** Density of scores in equal bins from −REACH to REACH. */
function histogram(title: string, scores: ArrayLike<number>): number[] {
  if (scores.length === 0) throw new RangeError(`calibration: scores of ${title} expect at least one number, got none`);
  const width = (2 * REACH) / BINS;
  const density = Array.from({ length: BINS }, () => 0);
  for (const score of Array.from(scores)) {
    const bin = Math.floor((score + REACH) / width);
    density[Math.min(BINS - 1, Math.max(0, bin))] += 1 / (scores.length * width);
  }
  return density;
}

function traces(density: readonly number[], panel: Panel): Trace[] {
  const width = (2 * REACH) / BINS;
  const showlegend = panel.column === 0;
  const grid = Array.from({ length: 121 }, (_, i) => REACH * (i / 60 - 1));
  const shared = { type: 'scatter', mode: 'lines', xaxis: panel.x, yaxis: panel.y, showlegend };
  return [
    {
      ...shared,
      name: 'estimates',
      legendgroup: 'estimates',
      x: density.flatMap((_, bin) => [-REACH + bin * width, -REACH + (bin + 1) * width]),
      y: density.flatMap((value) => [value, value]),
      hovertemplate: 'density %{y:.3f}<extra></extra>',
      fill: 'tozeroy',
      fillcolor: translucent(palette['mean-field'], 0.35),
      line: { color: palette['mean-field'], width: 1.2 },
    },
    {
      ...shared,
      name: 'standard normal',
      legendgroup: 'standard normal',
      x: grid,
      y: grid.map((z) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)),
      hoverinfo: 'skip',
      line: { color: palette.target, width: 1.6, dash: 'dash' },
    },
  ];
}
