import { requireLength } from '../../figure/caption.js';
import type { Trace } from '../../figure/figure.js';
import { palette, type Role, roleName, translucent } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { exp, log, squared } from '../../special/index.js';

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
  /** The binned quantity with its unit, such as `standardised daily log return`. */
  readonly label: string;
}

/** Smallest (halved) and largest (doubled) positive density of all histograms. */
export function densityRange(truth: Histogram, ensembles: readonly Histogram[]): [number, number] {
  const positive = [truth, ...ensembles].flatMap(({ density }) => Array.from(density).filter((value) => value > 0));
  return [Math.min(...positive) / 2, Math.max(...positive) * 2];
}

/**
 * Marginal densities for a logarithmic axis over `range`: filled for the ensemble, a black line for the true series, and
 * dashed the Gaussian of its mean and standard deviation; one panel. Paper: Figure 6, third row.
 * @throws RangeError when centres and density of a histogram differ in number
 */
export function marginalTraces(
  ensemble: MarginalSample,
  truth: MarginalTruth,
  panel: Panel,
  range: readonly [number, number],
  showlegend: boolean,
): Trace[] {
  requireLength('marginalTraces', 'density', ensemble.density, ensemble.centres.length);
  requireLength('marginalTraces', 'density of the truth', truth.density, truth.centres.length);
  const color = palette[ensemble.role];
  const axes = { type: 'scatter', mode: 'lines', xaxis: panel.x, yaxis: panel.y };
  const name = ensemble.name ?? roleName[ensemble.role];
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
  const reach = peak > floor ? Math.sqrt(2 * log(peak / floor)) : 1;
  const x = Array.from({ length: 121 }, (_, i) => mean + standardDeviation * reach * (i / 60 - 1));
  return { x, y: x.map((value) => peak * exp(-0.5 * squared((value - mean) / standardDeviation))) };
}
