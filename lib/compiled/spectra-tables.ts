import type { Vector } from '../array/index.js';
import { cos, sin } from '../special/index.js';

/** A filter of a real signal's cosine spectrum C(m), m = 0 … d, on a grid of g points. */
export interface SpectraFilter {
  /** How many bins are not zero, from the first on; g at most. */
  readonly count: number;
  /** Complex factors of C(m), m < g: real part, imaginary part, in turn. */
  readonly gains: Vector;
  /** Complex factors of C(d − m), from the negative frequencies, where the filter has such. */
  readonly mirrored: Vector | undefined;
}

/**
 * Tables of a band l, which do not depend on paths. V_{j,l} = |W_j| ⋆ ψ_l is sampled at g points, enough for the band.
 */
export interface SpectraBand {
  /** g, a power of two up to d. */
  readonly grid: number;
  /** ψ_l/σ_l at all d points. */
  readonly first: SpectraFilter;
  /** ψ_l/σ_l at g points. */
  readonly own: SpectraFilter;
  /** ψ_l at g points. */
  readonly second: SpectraFilter;
  /** Weights of the imaginary part's average over time, one per point. */
  readonly weights: Vector;
}

/** Tables of the low-pass, whose averages are sums over bins. */
export interface SpectraLowPass {
  /** How many bins count. */
  readonly count: number;
  /** Weights of products C(m)C′(m) in the average over time. */
  readonly weights: Vector;
}

/**
 * The tables of a band. A filter that passes only positive frequencies below bin g makes z(t) = Σₘ aₘ e^{iπm(2t +
 * 1)/2d}, m < g, which g samples determine. On a grid of g points the real part of ⟨a b̄⟩ is the average of all
 * samples. The imaginary part, a sum over half a period, is Σ aₘbₖ/(d sin(π(m − k)/2d)) over odd m − k; the sum of the
 * samples times `weights` is exactly that.
 * @param filter ψ, of length 2d
 * @param deviation σ
 */
export function spectraBand(filter: Vector, deviation: number): SpectraBand {
  const length = filter.length / 2;
  const bins = lastBin(filter, 0) + 1;
  let grid = 8;
  while (grid < bins && grid < length) grid *= 2;
  const scaled = filter.map((gain) => gain / deviation);
  return {
    grid,
    first: filterOnGrid(scaled, length),
    own: filterOnGrid(scaled, grid),
    second: filterOnGrid(filter, grid),
    weights: imaginaryWeights(length, grid),
  };
}

/**
 * The tables of the low-pass.
 * @param filter ψ, of length 2d, the transfer function of a real filter
 * @param epsilon relative accuracy of the numbers: gains below its root do not change products
 */
export function spectraLowPass(filter: Vector, epsilon: number): SpectraLowPass {
  const length = filter.length / 2;
  const count = Math.min(lastBin(filter.subarray(0, length), Math.sqrt(epsilon) / 16) + 1, length);
  const weights = filter.slice(0, count).map((gain, m) => (gain * gain * (m === 0 ? 1 : 2)) / (length * length));
  return { count, weights };
}

/** The last bin with a gain above `least`, or 0. */
function lastBin(filter: Vector, least: number): number {
  let last = filter.length - 1;
  while (last > 0 && Math.abs(filter[last]) <= least) last--;
  return last;
}

function filterOnGrid(filter: Vector, grid: number): SpectraFilter {
  const length = filter.length / 2;
  const last = lastBin(filter, 0);
  const gains = new Float64Array(2 * grid);
  const mirrored = last > length ? new Float64Array(2 * grid) : undefined;
  for (let m = 0; m < grid; m++) {
    const phase = (Math.PI * m) / (2 * grid);
    gains[2 * m] = (filter[m] * cos(phase)) / length;
    gains[2 * m + 1] = (filter[m] * sin(phase)) / length;
    if (mirrored === undefined || m === 0) continue;
    // −i e^{iπm/2d} ψ(d + m) C(d − m)
    mirrored[2 * m] = (filter[length + m] * sin(phase)) / length;
    mirrored[2 * m + 1] = (-filter[length + m] * cos(phase)) / length;
  }
  return { count: Math.min(last + 1, grid), gains, mirrored };
}

function imaginaryWeights(length: number, grid: number): Vector {
  const weights = new Float64Array(grid);
  if (grid === length) return weights.map((_, n) => (n < grid / 2 ? 1 : -1) / length);
  for (let k = 1; k < grid; k += 2) {
    const scale = 2 / (grid * length * sin((Math.PI * k) / (2 * length)));
    for (let n = 0; n < grid; n++) weights[n] += scale * sin((Math.PI * ((k * (4 * n + 1)) % (4 * grid))) / (2 * grid));
  }
  return weights;
}
