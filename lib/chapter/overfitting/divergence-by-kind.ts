import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { bandTrace, counting, lineTrace } from '../../figure/curve.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, sequential } from '../../figure/palette.js';
import { headroom, logarithmicAxis, type Panel, panelGrid, panelTitle, sharedAxes } from '../../figure/panel.js';
import { bandsFirst } from './divergence-traces.js';

type Numbers = ArrayLike<number>;

/** Mean divergence through descents of one kind, nats per path. */
export interface DivergenceKind {
  /** For the legend, such as the number of true paths in a target. */
  readonly name: string;
  /** Where the entries belong on the x axis; 0, 1, 2, … when left out. */
  readonly x?: Numbers;
  readonly divergence: Numbers;
  /** Its standard error. */
  readonly divergenceError: Numbers;
  /** What a formula gives, drawn dashed; none when left out. */
  readonly expected?: Numbers;
}

export interface DivergenceByKindInput extends Provenance {
  /** One panel for each descent, its kinds in the same order everywhere. */
  readonly panels: readonly { readonly title: string; readonly kinds: readonly DivergenceKind[] }[];
  /** Title of the legend. */
  readonly legend: string;
  /** Title of the x axes; `step` when left out. */
  readonly xLabel?: string;
}

/**
 * Reverse divergence through descents of several kinds, such as those towards targets from few and from many true paths, on a
 * logarithmic axis: from light to dark in the order of the kinds, bands of two standard errors, dashed lines by formula.
 * The paper has no such figure.
 * @throws RangeError when the arrays of a kind differ in length
 */
export function divergenceByKind(input: DivergenceByKindInput): Figure {
  const panels = panelGrid(1, input.panels.length, { x: 36, y: 0 });
  const all = input.panels.flatMap(({ kinds }) => kinds.flatMap(({ divergence }) => Array.from(divergence)));
  const range: [number, number] = [Math.min(...all) / 1.6, Math.max(...all) * 1.25];
  const axes = sharedAxes(
    panels,
    { title: input.xLabel ?? 'step' },
    { title: 'reverse KL divergence (nats per path)', ...logarithmicAxis(range) },
  );
  return figure({
    data: input.panels.flatMap(({ kinds }, i) => bandsFirst(kindTraces(kinds, panels[i], range[0]))),
    layout: {
      ...headroom(),
      annotations: input.panels.map(({ title }, i) => panelTitle(panels[i], title)),
      ...axes,
      legend: {
        title: { text: `${input.legend} `, font: { color: palette.target } },
        y: (headroom().legend as { y: number }).y,
      },
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function kindTraces(kinds: readonly DivergenceKind[], panel: Panel, floor: number): Trace[] {
  const colors = sequential(kinds.length);
  return kinds.flatMap((kind, i) => {
    const count = kind.divergence.length;
    requireLength('divergenceByKind', 'divergenceError', kind.divergenceError, count);
    if (kind.x) requireLength('divergenceByKind', 'x', kind.x, count);
    if (kind.expected) requireLength('divergenceByKind', 'expected', kind.expected, count);
    const style = {
      x: kind.x ?? counting(count),
      name: kind.name,
      color: colors[i],
      xaxis: panel.x,
      yaxis: panel.y,
      showlegend: panel.column === 0,
      hovertemplate: '%{y:.3f} ± %{customdata:.3f} nats at %{x}',
    };
    const width = Array.from(kind.divergenceError, (error) => 2 * error);
    const dashed = {
      ...style,
      dash: 'dash' as const,
      showlegend: false,
      hovertemplate: 'by formula %{y:.3f} nats at %{x}',
    };
    return [
      bandTrace(kind.divergence, width, style, floor / 10),
      { ...lineTrace(kind.divergence, style), customdata: kind.divergenceError },
      ...(kind.expected ? [lineTrace(kind.expected, { ...dashed, color: palette.target })] : []),
    ];
  });
}
