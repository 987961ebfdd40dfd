import { type Vector, vector, vectorOf } from '../array/index.js';
import { gridLaw, type LineGrid, langevinGap, langevinGenerator, lineGrid, meansAtTimes } from '../grid/index.js';
import { logistic, squared } from '../special/index.js';
import { mixtureFamily, pathsOfPoints } from './family.js';

/** A model of two modes at ±a, and the truth that it is trained on: the same with another log-odds of the right mode. */
export interface MixturePair {
  /** a > 0, in the modes' own deviations. */
  readonly separation: number;
  readonly modelLogOdds: number;
  readonly truthLogOdds: number;
}

/** What training by gradients of one kind or another sees of the log-odds z; no number has a sampling error. */
export interface MixtureGradients {
  /** d/dz of the cross-entropy: E_* r − 1/(1 + e^z). */
  readonly gradient: number;
  /** The same with walkers that start from the data and move for each of the times: E_* r − E r(X_t). */
  readonly contrastive: Vector;
  /** d/dz of ½ E_* |U′ + (ln ρ_*)′|², the limit of contrastive/t for t → 0. */
  readonly fisher: number;
  /** Smallest positive rate of Langevin dynamics in the model: the inverse of the time that crossings take. */
  readonly generatorGap: number;
}

/** Tails of a Gaussian mode that a grid holds, in deviations: beyond lies 3e-12 of the mass. */
const TAIL = 7;

/** Intervals of the coarsest grid, and on how many grids, each twice as fine as the one before. */
const [INTERVALS, LEVELS] = [400, 3];

/**
 * What exact, contrastive and Fisher gradients see of the log-odds z of two modes (see `mixtureFamily`), with Langevin dynamics in
 * continuous time: finite volumes on three grids, extrapolated in the square of the spacing.
 * @param times of Langevin dynamics, rising, above 0; each about 10 times the one before, or less
 * @throws RangeError when the separation is not positive, or times do not rise
 * Cost: some tenths of a second, and as much per time.
 */
export function mixtureGradients(pair: MixturePair, times: ArrayLike<number> = []): MixtureGradients {
  const { separation: a, modelLogOdds } = pair;
  const fine = onGrid(pair, INTERVALS * 2 ** (LEVELS - 1));
  const fisher = fine.mean((x, r) => -2 * a * r * (1 - r) * (x - a + 2 * a * r + 2 * a * (1 - 2 * r)));
  return {
    gradient: fine.mean((_, r) => r) - logistic(-modelLogOdds),
    contrastive: contrastiveGradients(pair, times),
    fisher,
    generatorGap: langevinGap(potentialOf(a, modelLogOdds), endsOf(a)).value,
  };
}

/** Variances of estimators of the log-odds from n draws, times n, for large n, where the model is right. */
export interface LogOddsVariances {
  /** 1/Var_* r. */
  readonly maximumLikelihood: number;
  /** E_* ψ²/(E_* (∂_z s)²)², s = −U′, ψ = ∂_z(½ s² + s′). */
  readonly scoreMatching: number;
}

/**
 * How well maximum likelihood and score matching know the odds of two modes.
 * @throws RangeError when the separation is not positive
 */
export function logOddsVariances({
  separation: a,
  logOdds,
}: {
  readonly separation: number;
  readonly logOdds: number;
}): LogOddsVariances {
  const { mean } = onGrid({ separation: a, modelLogOdds: logOdds, truthLogOdds: logOdds }, INTERVALS * 2 ** LEVELS);
  const share = mean((_, r) => r);
  const slope = (r: number): number => 2 * a * r * (1 - r);
  const information = mean((_, r) => squared(slope(r)));
  const noise = mean((x, r) => squared(slope(r) * (x - a + 2 * a * r + 2 * a * (1 - 2 * r))));
  return { maximumLikelihood: 1 / mean((_, r) => squared(r - share)), scoreMatching: noise / squared(information) };
}

/** Means under the truth of functions of x and of the model's r(x), on a grid. */
function onGrid({ separation: a, modelLogOdds, truthLogOdds }: MixturePair, intervals: number) {
  const grid = lineGrid({ ...endsOf(a), count: intervals + 1 });
  const { masses } = gridLaw(grid, potentialOf(a, truthLogOdds)(grid.points));
  const shares = sharesAt(grid, a, modelLogOdds);
  const mean = (value: (x: number, r: number) => number): number =>
    masses.reduce((sum, mass, i) => sum + mass * value(grid.points[i], shares[i]), 0);
  return { grid, masses, shares, mean };
}

function endsOf(a: number): { readonly from: number; readonly to: number } {
  return { from: -a - TAIL, to: a + TAIL };
}

function potentialOf(separation: number, logOdds: number): (points: Vector) => Vector {
  const potential = mixtureFamily({ separation }).at(vectorOf([logOdds]));
  return (points) => potential.values(pathsOfPoints(points));
}

function sharesAt({ points }: LineGrid, a: number, logOdds: number): Vector {
  return points.map((x) => logistic(-2 * a * x - logOdds));
}

/** By Richardson's extrapolation, since the error of a grid has even orders of its spacing only. */
function contrastiveGradients(pair: MixturePair, times: ArrayLike<number>): Vector {
  if (times.length === 0) return vector(0);
  let row: Vector[] = [];
  for (let level = 0; level < LEVELS; level++) {
    const { grid, masses, shares } = onGrid(pair, INTERVALS * 2 ** level);
    const generator = langevinGenerator(grid, potentialOf(pair.separation, pair.modelLogOdds)(grid.points));
    const later = meansAtTimes(generator, shares, times);
    const next = [
      vector(times.length).map((_, j) =>
        masses.reduce((sum, mass, i) => sum + mass * (shares[i] - later.row(j)[i]), 0),
      ),
    ];
    row.forEach((coarse, k) => {
      next.push(next[k].map((value, j) => value + (value - coarse[j]) / (2 ** (2 * k + 2) - 1)));
    });
    row = next;
  }
  return row[LEVELS - 1];
}
