import { type Ensemble, type Matrix, matrix, type Vector, vector } from '../../array/index.js';
import type { Flow } from '../../flow/index.js';
import { factoriseDense, smallLogDeterminant } from '../../linear-algebra/index.js';
import { squared } from '../../special/index.js';

/** Blocks of paths that the jackknife leaves out in turn. */
const BLOCKS = 16;

/** What energies of paths and of their references have in common, nats per path. */
export interface Information {
  readonly value: number;
  readonly standardError: number;
}

/**
 * A lower bound of the information that a path has of its reference after t steps of a single-target descent.
 *
 * Energies approach their target by the path's own rates: Φ − α ≈ P(Φ₀ − α) with P = (I − c JJᵀ)ᵗ, J at the path as it is now.
 * So α = Φ + P u, where u hardly depends on the path, and I = h(α) − h(u | Φ) − E ln|det P|. The entropy of α is taken as
 * Gaussian, as energies of long paths are; that of u given Φ is at most that of a Gaussian with the same regression.
 * The bias of covariances of N rows is removed by a jackknife over 16 blocks of paths, which gives the standard error too.
 * @param paths after t steps, [N, d], N from 64 on
 * @param references α, [N, K]
 * Cost: one value and K pullbacks per path.
 */
export function referenceInformation(flow: Flow, paths: Ensemble, references: Matrix, t: number): Information {
  const { rowCount: N, columnCount: K } = references;
  if (N < 4 * BLOCKS || paths.pathCount !== N) {
    throw new RangeError(
      `referenceInformation: paths expect the number of references, from ${4 * BLOCKS} on, got ${paths.pathCount} and ${N}`,
    );
  }
  const energies = flow.energy.values(paths);
  const { powers, logDeterminants } = contractions(flow, paths, t);
  const rows = Array.from({ length: N }, (_, n) => {
    const u = references.row(n).map((value, k) => value - energies.row(n)[k]);
    factoriseDense(powers[n]).solve(u);
    return [...references.row(n), ...energies.row(n), ...u];
  });
  const ofRows = (keeps: (n: number) => boolean): number => informationOf(rows, logDeterminants, K, keeps);
  const whole = ofRows(() => true);
  const parts = Array.from({ length: BLOCKS }, (_, b) => ofRows((n) => n % BLOCKS !== b));
  const mean = parts.reduce((sum, value) => sum + value, 0) / BLOCKS;
  const squares = parts.reduce((sum, value) => sum + squared(value - mean), 0);
  return {
    value: BLOCKS * whole - (BLOCKS - 1) * mean,
    standardError: Math.sqrt(((BLOCKS - 1) / BLOCKS) * squares),
  };
}

/** (I − c JJᵀ)ᵗ of each path, and its ln|det|. */
function contractions(
  { energy, stepSize, lossScale }: Flow,
  paths: Ensemble,
  t: number,
): { powers: Matrix[]; logDeterminants: Vector } {
  const { componentCount: K } = energy;
  const unit = vector(K);
  const gradients = Array.from({ length: K }, (_, k) => {
    unit.fill(0);
    unit[k] = 1;
    return energy.pullback(paths, unit);
  });
  const logDeterminants = vector(paths.pathCount);
  const powers = Array.from({ length: paths.pathCount }, (_, n) => {
    const one = matrix(K, K);
    for (let k = 0; k < K; k++) {
      for (let l = 0; l < K; l++) {
        const gram = gradients[k].path(n).reduce((sum, value, i) => sum + value * gradients[l].path(n)[i], 0);
        one.data[k * K + l] = (k === l ? 1 : 0) - (stepSize / lossScale) * gram;
      }
    }
    logDeterminants[n] = t * smallLogDeterminant(one.data.slice(), K).logAbs;
    return powerOf(one, t);
  });
  return { powers, logDeterminants };
}

function powerOf(base: Matrix, exponent: number): Matrix {
  const K = base.rowCount;
  const times = (a: Matrix, b: Matrix): Matrix => {
    const result = matrix(K, K);
    for (let k = 0; k < K; k++)
      for (let l = 0; l < K; l++)
        for (let i = 0; i < K; i++) result.data[k * K + l] += a.data[k * K + i] * b.data[i * K + l];
    return result;
  };
  let result = matrix(K, K);
  for (let k = 0; k < K; k++) result.data[k * K + k] = 1;
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = times(result, square);
    square = times(square, square);
  }
  return result;
}

/** ½ ln det Cov α − ½ ln det Cov(u | Φ) − E ln|det P| of some rows (α, Φ, u). */
function informationOf(
  rows: readonly number[][],
  logDeterminants: Vector,
  K: number,
  keeps: (n: number) => boolean,
): number {
  const kept = rows.filter((_, n) => keeps(n));
  const order = 3 * K;
  const mean = vector(order);
  for (const row of kept) for (let i = 0; i < order; i++) mean[i] += row[i] / kept.length;
  const covariance = matrix(order, order);
  for (const row of kept)
    for (let i = 0; i < order; i++)
      for (let j = 0; j < order; j++)
        covariance.data[i * order + j] += ((row[i] - mean[i]) * (row[j] - mean[j])) / kept.length;
  const logDeterminantOf = (from: number, to: number): number => {
    const size = to - from;
    const entries = vector(size * size).map(
      (_, at) => covariance.data[(from + Math.floor(at / size)) * order + from + (at % size)],
    );
    return smallLogDeterminant(entries, size).logAbs;
  };
  const contracted = logDeterminants.reduce((sum, value, n) => (keeps(n) ? sum + value : sum), 0) / kept.length;
  return 0.5 * (logDeterminantOf(0, K) - logDeterminantOf(K, 3 * K) + logDeterminantOf(K, 2 * K)) - contracted;
}
