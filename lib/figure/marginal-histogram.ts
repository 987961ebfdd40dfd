import { fullCaption, requireLength, type Provenance } from './caption';
import { figure, type Figure, type Trace } from './figure';
import { palette, roleName, translucent, type Role } from './palette';
import { headroom, logarithmicAxis, panelGrid, panelTitle, sharedAxes, type Panel } from './panel';

type Numbers = ArrayLike<number>;

/** A histogram normalised to area 1. */
export interface Histogram {
  /** Middles of the bins, equally spaced. */
  readonly centres: Numbers;
  readonly density: Numbers;
}

/** The marginal distribution of one ensemble. */
export interface MarginalSample extends Histogram {
  readonly role: Role;
  readonly name?: string;
}

/** The marginal distribution of the true series. */
export interface MarginalTruth extends Histogram {
  /** Moments of the true series, for the Gaussian that matches them. */
  readonly mean: number;
  readonly standardDeviation: number;
  /** What is binned, with unit: `standardised daily log return`. */
  readonly label: string;
}

export interface MarginalHistogramInput extends Provenance {
  /** One panel each, on the same axes. */
  readonly ensembles: readonly MarginalSample[];
  readonly truth: MarginalTruth;
}

/**
 * Marginal densities on a logarithmic axis: filled for each ensemble, a black line for the true series, and dashed
 * the Gaussian of its mean and standard deviation. Paper: Figure 6, third row.
 * @throws RangeError when centres and density of a histogram differ in number
 */
export function marginalHistogram(input: MarginalHistogramInput): Figure {
  const height = 360;
  const panels = panelGrid(1, input.ensembles.length, { x: 24, y: 0 }, undefined, height);
  const range = densityRange(input.truth, input.ensembles);
  const axes = sharedAxes(panels, { title: input.truth.label }, { ...logarithmicAxis(range), title: 'density' });
  return figure({
    data: panels.flatMap((panel, i) => marginalTraces(input.ensembles[i], input.truth, panel, range, i === 0)),
    layout: {
      ...headroom(height),
      annotations: panels.map((panel, i) => panelTitle(panel, nameOf(input.ensembles[i]))),
      ...axes,
    },
    caption: fullCaption(input),
    alt: input.alt,
  });
}

function nameOf({ name, role }: MarginalSample): string {
  return name ?? roleName[role];
}

/** Smallest (halved) and largest (doubled) positive density of all histograms. */
export function densityRange(truth: Histogram, ensembles: readonly Histogram[]): [number, number] {
  const positive = [truth, ...ensembles].flatMap(({ density }) => Array.from(density).filter((value) => value > 0));
  return [Math.min(...positive) / 2, Math.max(...positive) * 2];
}

/** Ensemble, true series and Gaussian in one panel. */
export function marginalTraces(
  ensemble: MarginalSample,
  truth: MarginalTruth,
  panel: Panel,
  range: readonly [number, number],
  showlegend: boolean,
): Trace[] {
  requireLength('marginalHistogram', 'density', ensemble.density, ensemble.centres.length);
  requireLength('marginalHistogram', 'density of the truth', truth.density, truth.centres.length);
  const color = palette[ensemble.role];
  const axes = { type: 'scatter', mode: 'lines', xaxis: panel.x, yaxis: panel.y };
  const name = nameOf(ensemble);
  return [
    {
      ...axes,
      name,
      showlegend: false,
      ...stairs(ensemble, range[0] / 10),
      hovertemplate: `${name}: density %{y:.4f} at %{x:.2f}<extra></extra>`,
      fill: 'tozeroy',
      fillcolor: translucent(color, 0.35),
      line: { color, width: 1.2 },
    },
    {
      ...axes,
      name: 'true series',
      legendgroup: 'true series',
      showlegend,
      ...stairs(truth, range[0] / 10),
      hovertemplate: 'true series: density %{y:.4f} at %{x:.2f}<extra></extra>',
      line: { color: palette.target, width: 1.4 },
    },
    {
      ...axes,
      name: 'Gaussian of the same moments',
      legendgroup: 'gaussian',
      showlegend,
      ...gaussian(truth, range[0]),
      hoverinfo: 'skip',
      line: { color: palette.base, width: 1.6, dash: 'dash' },
    },
  ];
}

/** The histogram's steps; empty bins drop to `floor`, below the axis. */
function stairs({ centres, density }: Histogram, floor: number): { x: number[]; y: number[] } {
  const half = centres.length > 1 ? (centres[1] - centres[0]) / 2 : 0.5;
  return {
    x: Array.from(centres).flatMap((centre) => [centre - half, centre + half]),
    y: Array.from(density).flatMap((value) => [Math.max(value, floor), Math.max(value, floor)]),
  };
}

function gaussian({ mean, standardDeviation }: MarginalTruth, floor: number): { x: number[]; y: number[] } {
  const peak = 1 / (standardDeviation * Math.sqrt(2 * Math.PI));
  const reach = peak > floor ? Math.sqrt(2 * Math.log(peak / floor)) : 1;
  const x = Array.from({ length: 121 }, (_, i) => mean + standardDeviation * reach * (i / 60 - 1));
  return { x, y: x.map((value) => peak * Math.exp(-0.5 * ((value - mean) / standardDeviation) ** 2)) };
}
