import { columnOf, type Ensemble, type Matrix, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import { gridLaw, type LineGrid } from '../grid/index.js';
import { dot, factoriseDense, newtonMinimum } from '../linear-algebra/index.js';
import { squared } from '../special/index.js';
import { lineEnsemble } from './line-ensemble.js';
import { lineValue } from './line-value.js';
import { checkAllPositive } from './number-check.js';
import { type PointGameOptions, pointGame } from './point-game.js';
import type { SolvedGame } from './score-game.js';
import { type Moments, momentCost } from './terminal-cost.js';

/** What a law on the line is tilted by, and where it is integrated. */
export interface MomentTiltOptions {
  /** κ > 0; infinite asks for E Φ = α itself. */
  readonly strength: number;
  /** −ln q₀ at the points of the grid, up to a constant. */
  readonly potential: Vector;
  readonly grid: LineGrid;
}

/** A law q₀ e^{−θ·Φ}/Z on a grid. */
export interface MomentTilt {
  /** θ, [K]. */
  readonly multipliers: Vector;
  /** Masses of the points. */
  readonly masses: Vector;
  /** E Φ, [K]. */
  readonly means: Vector;
}

/**
 * The law q₀ e^{−θ·Φ}/Z with θ = κ(E Φ − α): the least of D(·‖q₀) + ½κ|E Φ − α|². With κ infinite it is the law of least divergence from
 * q₀ with E Φ = α; a finite κ is a ridge of the dual problem.
 * @param target α, [K]
 * @throws RangeError when α has not K numbers, the strength is not positive, or no multipliers are found
 */
export function momentTilt(
  moments: Moments,
  target: ArrayLike<number>,
  { strength, potential, grid }: MomentTiltOptions,
): MomentTilt {
  if (!(strength > 0)) {
    throw new RangeError(
      `momentTilt: strength expects a positive number, got ${strength}; give Infinity for exact moments`,
    );
  }
  const rows = moments.values(lineEnsemble(grid.points));
  const K = rows.columnCount;
  if (target.length !== K) {
    throw new RangeError(
      `momentTilt: target expects ${K} numbers for ${moments.name}, got ${target.length}; give one per moment`,
    );
  }
  const alpha = vectorOf(target);
  const columns = Array.from({ length: K }, (_, k) => columnOf(rows, k));
  const lawAt = (theta: Vector) =>
    gridLaw(
      grid,
      potential.map((value, i) => value + dot(theta, rows.row(i))),
    );
  const meansOf = (masses: Vector): Vector => alpha.map((_, k) => dot(masses, columns[k]));
  const { point, converged } = newtonMinimum(
    {
      value: (theta) => lawAt(theta).logPartition + dot(theta, alpha) + (0.5 * dot(theta, theta)) / strength,
      newton(theta) {
        const { masses } = lawAt(theta);
        const means = meansOf(masses);
        const gradient = alpha.map((value, k) => value - means[k] + theta[k] / strength);
        const step = gradient.slice();
        factoriseDense(curvature(masses, rows, means, strength)).solve(step);
        return { step, decrement: dot(gradient, step) };
      },
    },
    vector(K),
  );
  const { masses } = lawAt(point);
  if (!converged) {
    throw new RangeError(
      `momentTilt: no multipliers were found for the target [${alpha.join(', ')}]; take one that a law on the grid can have`,
    );
  }
  return { multipliers: point, masses, means: meansOf(masses) };
}

/** Cov Φ + I/κ. */
function curvature(masses: Vector, rows: Matrix, means: Vector, strength: number): Matrix {
  const K = means.length;
  const result = matrix(K, K);
  masses.forEach((mass, i) => {
    const row = rows.row(i);
    for (let k = 0; k < K; k++)
      for (let l = 0; l < K; l++) result.data[k * K + l] += mass * (row[k] - means[k]) * (row[l] - means[l]);
  });
  for (let k = 0; k < K; k++) result.data[k * (K + 1)] += 1 / strength;
  return result;
}

/** Densities at the ends of a grid that count for nothing, as shares of the greatest. */
const LARGEST_AT_ENDS = 1e-6;

/** A game for moments with its equilibrium. */
export interface MomentGame extends SolvedGame {
  /** θ = κ(E Φ − α) at the end, [K]. */
  readonly multipliers: Vector;
}

/**
 * The stochastic game whose terminal cost is the loss of the mean-field descent, ½κ|E Φ − α|², for paths on the line that start at the
 * point 0 with noise σ and mobility σ². At its equilibrium the law at the end is q₀ e^{−θ·Φ}/Z with q₀ = N(0, σ²T): the exponential
 * family, which is the macrocanonical model as κ grows.
 * @param target α, [K]
 * @throws RangeError as `momentTilt` and `momentCost` do, when an option is not positive and finite, and when the law at the end reaches
 *   the grid's ends
 */
export function momentGame(
  moments: Moments,
  target: ArrayLike<number>,
  { strength, duration, noise, grid }: PointGameOptions & Omit<MomentTiltOptions, 'potential'>,
): MomentGame {
  checkAllPositive('momentGame', { duration, noise });
  const terminal = momentCost(moments, target, strength);
  const spread = squared(noise) * duration;
  const { multipliers, masses } = momentTilt(moments, target, {
    ...{ strength, grid },
    potential: grid.points.map((x) => (0.5 * squared(x)) / spread),
  });
  const most = masses.reduce((high, mass) => Math.max(high, mass), 0);
  const atEnds = Math.max(masses[0], masses[masses.length - 1]);
  if (!(atEnds <= LARGEST_AT_ENDS * most)) {
    throw new RangeError(
      `momentGame: grid expects ends where the law is below ${LARGEST_AT_ENDS} of its greatest density, got ${atEnds / most}; take a ` +
        'wider grid, or a target that a law with a density on the whole line can have',
    );
  }
  const atEnd = (paths: Ensemble): Vector => {
    const rows = moments.values(paths);
    return vector(paths.pathCount).map((_, n) => dot(multipliers, rows.row(n)));
  };
  const value = lineValue(atEnd, { duration, noise, grid });
  return { ...pointGame(value, terminal, { signalLength: 1, duration, noise }), multipliers };
}
