import type { Matrix } from '../array/index.js';
import { cos, sin } from '../special/index.js';
import type { Trace } from './figure.js';
import { translucent } from './palette.js';

/** A point of a two-component energy space. */
export type Pair = readonly [number, number];

/** A Gaussian fitted to a cloud of energies. */
export interface FittedGaussian {
  readonly mean: Pair;
  /** Covariance, row by row; symmetric and positive definite. */
  readonly covariance: readonly [Pair, Pair];
}

const corners = 72;

/**
 * The contour of a Gaussian at `deviations` standard deviations, closed: x and y of its points.
 * @throws RangeError when the covariance is not positive definite
 */
export function contour({ mean, covariance }: FittedGaussian, deviations: number): { x: number[]; y: number[] } {
  const [[a, b], [, c]] = covariance;
  const rest = c - (b * b) / a;
  if (!(a > 0 && rest > 0)) {
    throw new RangeError(
      `contour: covariance expects a positive definite matrix, got [[${a}, ${b}], [${b}, ${c}]]; give more than two distinct points`,
    );
  }
  const angles = Array.from({ length: corners + 1 }, (_, i) => (2 * Math.PI * i) / corners);
  const scale = Math.sqrt(a);
  return {
    x: angles.map((angle) => mean[0] + deviations * scale * cos(angle)),
    y: angles.map((angle) => mean[1] + deviations * ((b / scale) * cos(angle) + Math.sqrt(rest) * sin(angle))),
  };
}

/** Contours at 3, 2 and 1 standard deviations, filled ever darker, and a cross at the mean. */
export function gaussianTraces(
  gaussian: FittedGaussian,
  style: { name: string; color: string; xaxis: string; yaxis: string; showlegend: boolean },
): Trace[] {
  const { name, color, xaxis, yaxis, showlegend } = style;
  const contours = [3, 2, 1].map(
    (deviations): Trace => ({
      type: 'scatter',
      mode: 'lines',
      ...contour(gaussian, deviations),
      name,
      legendgroup: name,
      showlegend: showlegend && deviations === 3,
      hoveron: 'fills',
      hoverinfo: 'name',
      text: `${name}: ${deviations} standard deviations`,
      xaxis,
      yaxis,
      fill: 'toself',
      fillcolor: translucent(color, 0.16),
      line: { color, width: deviations === 3 ? 1 : 1.4, simplify: false },
    }),
  );
  const centre: Trace = {
    type: 'scatter',
    mode: 'markers',
    x: [gaussian.mean[0]],
    y: [gaussian.mean[1]],
    name,
    legendgroup: name,
    showlegend: false,
    hovertemplate: `mean (%{x:.4f}, %{y:.4f})`,
    xaxis,
    yaxis,
    marker: { color, size: 7, symbol: 'x-thin', line: { color, width: 2 } },
  };
  return [...contours, centre];
}

/** The rows of a matrix of two columns: energies of paths as points of a plane. */
export function pairsOf(energies: Matrix): Pair[] {
  if (energies.columnCount !== 2) {
    throw new RangeError(`pairsOf: energies expect 2 components, got ${energies.columnCount}; choose two of them`);
  }
  return Array.from({ length: energies.rowCount }, (_, n): Pair => [energies.row(n)[0], energies.row(n)[1]]);
}
