import { matrix, vector, type Ensemble, type Matrix, type Vector } from '../array';

/** Sample autocorrelations of a series at lags 1 … lagCount: Σ (xᵢ − m)(xᵢ₋ₗ − m)/Σ (xᵢ − m)², m its mean. */
export function autocorrelations(series: Vector, lagCount: number): Vector {
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
export interface Density {
  readonly centres: Vector;
  readonly density: Vector;
}

/** Histogram of values over [−limit, limit] in equal bins; values outside count in the outermost bins. */
export function densityOf(values: Vector, limit: number, binCount: number): Density {
  const width = (2 * limit) / binCount;
  const centres = vector(binCount).map((_, b) => -limit + (b + 0.5) * width);
  const density = vector(binCount);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor((values[i] + limit) / width)));
    density[bin] += 1 / (values.length * width);
  }
  return { centres, density };
}
