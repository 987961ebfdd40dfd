import { fullCaption, type Provenance } from '../../figure/caption.js';
import { contour, type FittedGaussian, gaussianTraces, type Pair } from '../../figure/ellipse.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, type Role, roleName } from '../../figure/palette.js';
import { headroom, type Panel, paddedRange, panelGrid, panelTitle, sharedAxes } from '../../figure/panel.js';

/** The energies of an ensemble in a two-component energy space: a fitted Gaussian and, on request, the points. */
export interface EnergyCloud extends FittedGaussian {
  readonly role: Role;
  /** Legend entry; that of the role when left out. */
  readonly name?: string;
  /** Energies of single paths, drawn as small points. */
  readonly points?: ArrayLike<Pair>;
}

export interface EnergyDensityInput extends Provenance {
  /** Panels side by side on the same axes, each with its clouds. */
  readonly panels: ReadonlyArray<{ readonly title?: string; readonly clouds: readonly EnergyCloud[] }>;
  /** α. */
  readonly target?: Pair;
  /** Names of the two components, with units. */
  readonly axes: readonly [string, string];
}

/**
 * Distributions of energies, pushed forward through Φ: contours of fitted Gaussians at 1, 2 and 3 standard deviations.
 * Paper: Figures 1(a), 1(b) and 3(a).
 * @throws RangeError when a covariance is not positive definite
 */
export function energyDensity(input: EnergyDensityInput): Figure {
  const height = input.panels.length > 1 ? 400 : 440;
  const panels = panelGrid(1, input.panels.length, { x: 36, y: 0 }, undefined, height);
  const named = new Set<string>();
  const data = panels.flatMap((panel, i) => [
    ...input.panels[i].clouds.flatMap((cloud) => cloudTraces(cloud, panel, named)),
    ...(input.target ? [targetTrace(input.target, panel, i === 0)] : []),
  ]);
  const titles = panels.flatMap((panel, i) =>
    input.panels[i].title ? [panelTitle(panel, input.panels[i].title!)] : [],
  );
  const [xRange, yRange] = ranges(input);
  const axes = sharedAxes(
    panels,
    { title: input.axes[0], range: xRange, nticks: 6 },
    { title: input.axes[1], range: yRange, nticks: 7 },
  );
  return figure({
    data,
    layout: { height, ...(titles.length > 0 && headroom(height)), annotations: titles, ...axes },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

/** Axis ranges that hold every contour and the target. */
function ranges(input: EnergyDensityInput): [[number, number], [number, number]] {
  const outer = input.panels.flatMap(({ clouds }) => clouds.map((cloud) => contour(cloud, 3)));
  const [targetX, targetY] = input.target ? [[input.target[0]], [input.target[1]]] : [[], []];
  return [
    paddedRange([...outer.flatMap(({ x }) => x), ...targetX]),
    paddedRange([...outer.flatMap(({ y }) => y), ...targetY]),
  ];
}

function cloudTraces(cloud: EnergyCloud, panel: Panel, named: Set<string>): Trace[] {
  const name = cloud.name ?? roleName[cloud.role];
  const color = palette[cloud.role];
  const style = { name, color, xaxis: panel.x, yaxis: panel.y, showlegend: !named.has(name) };
  named.add(name);
  const points: Trace[] = cloud.points ? [pointTrace(cloud.points, style)] : [];
  return [...points, ...gaussianTraces(cloud, style)];
}

/** Single points, small and translucent. */
export function pointTrace(
  points: ArrayLike<Pair>,
  style: { name: string; color: string; xaxis: string; yaxis: string },
): Trace {
  const { name, color, xaxis, yaxis } = style;
  return {
    type: 'scatter',
    mode: 'markers',
    x: Array.from(points, ([x]) => x),
    y: Array.from(points, ([, y]) => y),
    name,
    legendgroup: name,
    showlegend: false,
    hoverinfo: 'skip',
    xaxis,
    yaxis,
    marker: { color, size: 2.5, opacity: 0.45 },
  };
}

/** The target energy as a black star. */
export function targetTrace(target: Pair, panel: Pick<Panel, 'x' | 'y'>, showlegend: boolean): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: [target[0]],
    y: [target[1]],
    name: 'target α',
    legendgroup: 'target',
    showlegend,
    hovertemplate: 'target (%{x:.4f}, %{y:.4f})<extra></extra>',
    xaxis: panel.x,
    yaxis: panel.y,
    marker: { color: palette.target, size: 11, symbol: 'star', line: { color: '#ffffff', width: 1 } },
  };
}
