import { fullCaption, type Provenance } from '../../figure/caption.js';
import type { Pair } from '../../figure/ellipse.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, type Role, translucent } from '../../figure/palette.js';
import { headroom, type Panel, paddedRange, panelGrid, panelTitle, sharedAxes } from '../../figure/panel.js';
import { pointTrace, targetTrace } from '../overfitting/energy-density.js';

/** The energies of one path at recorded steps of a descent, in order. */
export type Trajectory = ArrayLike<Pair>;

export interface PrincipleInput extends Provenance {
  /** One trajectory per path; both methods start from the same ensemble. */
  readonly regular: readonly Trajectory[];
  readonly meanField: readonly Trajectory[];
  /** Energies of paths of the true model. */
  readonly truth: ArrayLike<Pair>;
  /** α. */
  readonly target: Pair;
  /** Names of the two components, with units. */
  readonly axes: readonly [string, string];
}

/**
 * How single paths move in energy space: in regular descent each to the target, in mean-field descent side by side.
 * Paper: Figure 2, here with computed trajectories.
 */
export function principle(input: PrincipleInput): Figure {
  const panels = panelGrid(1, 2, { x: 36, y: 0 });
  const methods: [Role, string, readonly Trajectory[]][] = [
    ['regular', 'regular descent', input.regular],
    ['mean-field', 'mean-field descent', input.meanField],
  ];
  const data = methods.flatMap(([role, name, trajectories], i): Trace[] => {
    const axes = { xaxis: panels[i].x, yaxis: panels[i].y };
    const truth = { name: 'true model', color: palette.true, ...axes };
    return [
      {
        ...pointTrace(input.truth, truth),
        showlegend: i === 0,
        marker: { color: palette.true, size: 3, opacity: 0.4 },
      },
      startTrace(trajectories, panels[i], i === 0),
      pathTrace(trajectories, role, name, panels[i]),
      headTrace(trajectories, role, name, panels[i]),
      targetTrace(input.target, panels[i], i === 0),
    ];
  });
  const all = [...input.regular, ...input.meanField, input.truth].flatMap((points) => Array.from(points));
  const axes = sharedAxes(
    panels,
    { title: input.axes[0], range: paddedRange(all.map(([x]) => x)), nticks: 6 },
    { title: input.axes[1], range: paddedRange(all.map(([, y]) => y)), nticks: 7 },
  );
  return figure({
    data,
    layout: { ...headroom(), annotations: methods.map(([, name], i) => panelTitle(panels[i], name)), ...axes },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function startTrace(trajectories: readonly Trajectory[], panel: Panel, showlegend: boolean): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: trajectories.map((points) => points[0][0]),
    y: trajectories.map((points) => points[0][1]),
    name: 'start',
    legendgroup: 'start',
    showlegend,
    hoverinfo: 'skip',
    xaxis: panel.x,
    yaxis: panel.y,
    marker: { color: '#ffffff', size: 5, line: { color: palette.base, width: 1.2 } },
  };
}

/** All trajectories as one line with gaps between them. */
function pathTrace(trajectories: readonly Trajectory[], role: Role, name: string, panel: Panel): Trace {
  const points = trajectories.flatMap((trajectory): (Pair | null)[] => [...Array.from(trajectory), null]);
  return {
    type: 'scatter',
    mode: 'lines',
    ...coordinates(points),
    name,
    legendgroup: name,
    xaxis: panel.x,
    yaxis: panel.y,
    hoverinfo: 'skip',
    line: { color: translucent(palette[role], 0.75), width: 1.2 },
  };
}

/** An arrow head at the end of each trajectory, in the direction of its last move. */
function headTrace(trajectories: readonly Trajectory[], role: Role, name: string, panel: Panel): Trace {
  const ends = trajectories.map((trajectory) => Array.from(trajectory).slice(-2));
  return {
    type: 'scatter',
    mode: 'markers',
    ...coordinates(ends.flatMap((points): (Pair | null)[] => [...points, null])),
    name,
    legendgroup: name,
    showlegend: false,
    xaxis: panel.x,
    yaxis: panel.y,
    hoverinfo: 'skip',
    marker: {
      color: palette[role],
      size: ends.flatMap((points) => [...points.map((_, i) => (i === points.length - 1 ? 9 : 0)), 0]),
      symbol: 'arrow',
      angleref: 'previous',
      line: { width: 0 },
    },
  };
}

function coordinates(points: readonly (Pair | null)[]): { x: (number | null)[]; y: (number | null)[] } {
  return { x: points.map((point) => point?.[0] ?? null), y: points.map((point) => point?.[1] ?? null) };
}
