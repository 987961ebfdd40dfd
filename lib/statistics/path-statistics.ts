import { checkCount, type Ensemble, type Matrix, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import { squared } from '../special/index.js';
import type { Estimate } from './estimate.js';
import { quantileOfSorted } from './quantile.js';

/**
 * Sample autocorrelations of a series at lags 1 … lagCount: Σ (xᵢ − m)(xᵢ₋ₗ − m)/Σ (xᵢ − m)², m its mean.
 * @throws RangeError when lagCount is no whole number from 0 on, or the series has no more values than that
 */
export function autocorrelations(series: Vector, lagCount: number): Vector {
  checkCount('autocorrelations: lagCount', lagCount);
  checkCount('autocorrelations: length of series', series.length, lagCount + 1);
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const centred = series.map((value) => value - mean);
  const total = centred.reduce((sum, value) => sum + value * value, 0);
  const result = vector(lagCount);
  for (let lag = 1; lag <= lagCount; lag++) {
    let sum = 0;
    for (let i = lag; i < centred.length; i++) sum += centred[i] * centred[i - lag];
    result[lag - 1] = sum / total;
  }
  return result;
}

/** Autocorrelations of every path, or of its squares, by lag: [lagCount, N]. */
export function autocorrelationsByLag(paths: Ensemble, lagCount: number, of: 'values' | 'squares'): Matrix {
  const result = matrix(lagCount, paths.pathCount);
  for (let n = 0; n < paths.pathCount; n++) {
    const path = paths.path(n);
    const lags = autocorrelations(of === 'values' ? path : path.map((value) => value * value), lagCount);
    for (let l = 0; l < lagCount; l++) result.row(l)[n] = lags[l];
  }
  return result;
}

/** A histogram normalised to area 1. */
export interface HistogramDensity {
  readonly centres: Vector;
  readonly density: Vector;
}

/** Histogram of values over [−limit, limit] in equal bins; values outside count in the outermost bins. */
export function densityOf(values: Vector, limit: number, binCount: number): HistogramDensity {
  const width = (2 * limit) / binCount;
  const centres = vector(binCount).map((_, b) => -limit + (b + 0.5) * width);
  const density = vector(binCount);
  for (let i = 0; i < values.length; i++) density[binOf(values[i], limit, binCount)] += 1 / (values.length * width);
  return { centres, density };
}

function binOf(value: number, limit: number, binCount: number): number {
  return Math.min(binCount - 1, Math.max(0, Math.floor((value + limit) / ((2 * limit) / binCount))));
}

/**
 * Share of paths' values that would have to move for their histogram to be another's: ½ Σ |pᵦ − qᵦ| over shares p, q of
 * bins (the total variation between the two histograms).
 * @param reference made by `densityOf` with the same limit; taken as exact
 * @returns with a standard error from the spread between paths, as if these were independent: where p and q are well
 *   apart the share is the mean over paths of ½ Σ sign(pᵦ − qᵦ) pᵦ of each, less a constant. Sampling noise alone gives
 *   a share above 0
 */
export function outOfPlace(paths: Ensemble, limit: number, { density }: HistogramDensity): Estimate {
  const binCount = density.length;
  const width = (2 * limit) / binCount;
  const excess = densityOf(paths.data, limit, binCount).density.map((value, b) => (value - density[b]) * width);
  const shares = vector(paths.pathCount).map(
    (_, n) =>
      paths.path(n).reduce((sum, value) => sum + Math.sign(excess[binOf(value, limit, binCount)]), 0) /
      (2 * paths.signalLength),
  );
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const squares = shares.reduce((sum, share) => sum + squared(share - mean), 0);
  return {
    value: excess.reduce((sum, share) => sum + Math.abs(share) / 2, 0),
    standardError: Math.sqrt(squares / (shares.length - 1) / shares.length),
  };
}

/** The distribution over paths of a statistic that has a value per lag. */
export interface StatisticLaw {
  /**
   * Evenly spaced quantiles, from the smallest to the largest value, [lags, m]; all values, sorted, where there are at
   * most m.
   */
  readonly quantiles: Matrix;
  /** Mean over the paths, its standard error as if they were independent, and their standard deviation, [lags]. */
  readonly mean: Vector;
  readonly standardError: Vector;
  readonly deviation: Vector;
}

/** The law of a statistic given by lag, [lags, N], in at most `quantileCount` quantiles per lag. */
export function lawOfRows(rows: Matrix, quantileCount: number): StatisticLaw {
  const { rowCount, columnCount } = rows;
  const kept = Math.min(columnCount, quantileCount);
  const quantiles = matrix(rowCount, kept);
  const [mean, standardError, deviation] = [vector(rowCount), vector(rowCount), vector(rowCount)];
  for (let l = 0; l < rowCount; l++) {
    const sorted = vectorOf(rows.row(l)).sort();
    for (let i = 0; i < kept; i++) quantiles.row(l)[i] = quantileOfSorted(sorted, kept === 1 ? 0 : i / (kept - 1));
    mean[l] = sorted.reduce((sum, value) => sum + value, 0) / columnCount;
    const squares = sorted.reduce((sum, value) => sum + squared(value - mean[l]), 0);
    deviation[l] = Math.sqrt(squares / Math.max(1, columnCount - 1));
    standardError[l] = deviation[l] / Math.sqrt(columnCount);
  }
  return { quantiles, mean, standardError, deviation };
}
