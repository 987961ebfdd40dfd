import { fullCaption, type Provenance } from '../../figure/caption.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, translucent } from '../../figure/palette.js';
import { headroom, type Panel, panelGrid, panelTitle } from '../../figure/panel.js';
import { log10 } from '../../special/index.js';

/** Eigenvalues of one matrix, in any order. */
export interface EigenvalueSample {
  /** Legend entry: `before the first step`. */
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** One energy's matrices. */
export interface SpectrumPanel {
  readonly title: string;
  readonly samples: readonly EigenvalueSample[];
}

export interface SpectrumHistogramInput extends Provenance {
  /** The samples of the panel, four at most. */
  readonly panels: readonly SpectrumPanel[];
  /** Matrix of the eigenvalues, for the axis title. */
  readonly label: string;
}

const colors = [palette.base, palette.true];
const BINS = 40;
/** Height of an empty bin: below the axis, which starts at half an eigenvalue. */
const EMPTY = 0.1;

/**
 * Histograms of eigenvalues, one panel per energy with a scale of its own. Counts are on a logarithmic axis, so that a single
 * eigenvalue far from all others is visible.
 */
export function spectrumHistogram(input: SpectrumHistogramInput): Figure {
  const columns = Math.min(2, input.panels.length);
  const rows = Math.ceil(input.panels.length / columns);
  const height = 190 + 220 * rows;
  const panels = panelGrid(rows, columns, { x: 40, y: 66 }, undefined, height);
  const most = Math.max(...input.panels.flatMap(({ samples }) => samples.map(({ values }) => values.length)));
  const axes = panels.slice(0, input.panels.length).flatMap((panel) => [
    [
      panel.xaxis,
      {
        domain: panel.xDomain,
        anchor: panel.y,
        nticks: 6,
        range: padded(input.panels[panel.row * columns + panel.column].samples),
        title: { text: panel.row === rows - 1 ? input.label : undefined },
      },
    ],
    [
      panel.yaxis,
      {
        domain: panel.yDomain,
        anchor: panel.x,
        type: 'log',
        range: [log10(0.5), log10(most * 1.3)],
        dtick: 1,
        title: { text: panel.column === 0 ? 'eigenvalues per bin' : undefined },
      },
    ],
  ]);
  const { margin, legend } = headroom(height) as { margin: object; legend: object };
  const titles = input.panels.map(({ title }, i) => panelTitle(panels[i], title));
  return figure({
    data: input.panels.flatMap(({ samples }, i) => histograms(samples, panels[i], i === 0)),
    layout: { ...Object.fromEntries(axes), height, margin, legend, annotations: titles },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

/** Range of all eigenvalues of a panel, with margins for the outermost bars. */
function padded(samples: readonly EigenvalueSample[]): [number, number] {
  const [low, high] = ends(samples);
  const room = 0.03 * (high - low || 1);
  return [low - room, high + room];
}

function ends(samples: readonly EigenvalueSample[]): [number, number] {
  const all = samples.flatMap(({ values }) => Array.from(values));
  return [Math.min(...all), Math.max(...all)];
}

/** The samples of one panel in common bins. */
function histograms(samples: readonly EigenvalueSample[], panel: Panel, showlegend: boolean): Trace[] {
  const [low, high] = ends(samples);
  const width = (high - low || 1) / BINS;
  return samples.map(({ name, values }, i) => {
    const counts = Array.from({ length: BINS }, () => 0);
    for (const value of Array.from(values)) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]++;
    const color = colors[i % colors.length];
    return {
      type: 'scatter',
      mode: 'lines',
      name,
      legendgroup: name,
      showlegend,
      xaxis: panel.x,
      yaxis: panel.y,
      // The outline starts and ends at the axis, so that the outermost bars have outer sides.
      x: [low, ...counts.flatMap((_, bin) => [low + bin * width, low + (bin + 1) * width]), low + BINS * width],
      y: [EMPTY, ...counts.flatMap((count) => [Math.max(count, EMPTY), Math.max(count, EMPTY)]), EMPTY],
      hovertemplate: `${name}: %{y} near %{x:.4f}<extra></extra>`,
      fill: 'tozeroy',
      fillcolor: translucent(color, 0.25),
      line: { color, width: 1.3 },
    };
  });
}
