import { fullCaption, type Provenance, requireLength } from '../../figure/caption.js';
import { bandTrace, counting, lineTrace } from '../../figure/curve.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, type Role, roleName } from '../../figure/palette.js';
import { headroom, type Panel, panelGrid, panelTitle, sharedAxes } from '../../figure/panel.js';
import { bandsFirst } from '../overfitting/divergence-traces.js';

type Numbers = ArrayLike<number>;

/** Share of the paths of one descent that lie in a set, by step, between 0 and 1. */
export interface ShareSeries {
  readonly role: Role;
  readonly share: Numbers;
  /** Its standard error. */
  readonly shareError: Numbers;
}

export interface ArrivalInput extends Provenance {
  /** One panel for each set: its title, the share of the true model's paths in it, and the descents. */
  readonly panels: readonly {
    readonly title: string;
    readonly truth: number;
    readonly series: readonly ShareSeries[];
  }[];
}

/**
 * Share of the paths inside microcanonical sets of several widths through descents, beside the true model's; bands of two
 * standard errors.
 * Paper: eq. (1) and the second stopping rule of section 1, without a figure.
 * @throws RangeError when the arrays of a series differ in length
 */
export function arrival(input: ArrivalInput): Figure {
  const panels = panelGrid(1, input.panels.length, { x: 24, y: 0 });
  const up = { title: 'share of the paths in the set', range: [-0.02, 1.02] };
  return figure({
    data: input.panels.flatMap(({ truth, series }, i) =>
      bandsFirst([
        ...series.flatMap((one) => shareTraces(one, panels[i])),
        truthTrace(truth, Math.max(...series.map(({ share }) => share.length)) - 1, panels[i]),
      ]),
    ),
    layout: {
      ...headroom(),
      annotations: input.panels.map(({ title }, i) => panelTitle(panels[i], title)),
      ...sharedAxes(panels, { title: 'step' }, up),
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function shareTraces({ role, share, shareError }: ShareSeries, panel: Panel): Trace[] {
  requireLength('arrival', 'shareError', shareError, share.length);
  const style = {
    x: counting(share.length),
    name: roleName[role],
    color: palette[role],
    xaxis: panel.x,
    yaxis: panel.y,
    showlegend: panel.column === 0,
    hovertemplate: '%{y:.3f} at step %{x}',
  };
  return [
    bandTrace(
      share,
      Array.from(shareError, (error) => 2 * error),
      style,
    ),
    lineTrace(share, style),
  ];
}

function truthTrace(share: number, last: number, panel: Panel): Trace {
  const style = { x: [0, last], name: roleName.true, color: palette.true, xaxis: panel.x, yaxis: panel.y };
  return lineTrace([share, share], {
    ...style,
    dash: 'dash',
    showlegend: panel.column === 0,
    hovertemplate: '%{y:.2f}',
  });
}
