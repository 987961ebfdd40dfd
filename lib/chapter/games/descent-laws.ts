import { type Ensemble, ensemble, meanRows, type Vector, vector, vectorOf } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import { implicitStep } from '../../flow/index.js';
import { lineGrid } from '../../grid/index.js';
import { solveDifferentialEquation } from '../../linear-algebra/index.js';
import { exp, log, logNormalDensity, normalQuantile, squared } from '../../special/index.js';
import { momentTilt } from '../../transport/index.js';

/** A law on the line with E Φ = α that some game starting at N(0, 1) ends at. */
export interface DescentLaw {
  readonly game: string;
  readonly means: Vector;
  /** D(ρ‖N(0, 1)), nats: what the law lacks in entropy beside the base. */
  readonly divergence: number;
  /** E |x − x₀|², what an optimal transport from N(0, 1) moves, squared units. */
  readonly squaredDistance: number;
  /** The square of ∫ √(E|v|²) dt, how long the way is that the laws go; where paths have noise, they have no such length. */
  readonly squaredLength?: number;
  /** Points and the density there. */
  readonly points: Vector;
  readonly density: Vector;
}

/** How finely laws are resolved. */
export interface DescentLawOptions {
  /** Quantiles of N(0, 1) that stand for it. */
  readonly pathCount?: number;
  /** Until when the flow runs, in units of γ times steps. */
  readonly duration?: number;
}

/** Quantiles of N(0, 1) at (n + ½)/N, a deterministic ensemble, scaled so that the variance is 1. */
export function normalQuantiles(pathCount: number): Ensemble {
  const values = vector(pathCount).map((_, n) => normalQuantile((n + 0.5) / pathCount));
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + squared(value), 0) / pathCount);
  return ensemble(
    pathCount,
    1,
    values.map((value) => value / deviation),
  );
}

/**
 * Three laws with the same mean energy, from N(0, 1): what the mean-field descent in ever smaller explicit steps ends at, one implicit step
 * of infinite length (the game without noise), and the game with noise and an infinitely strict end, which is the law of largest entropy.
 * @param target α, [K]
 */
export function descentLaws(
  energy: Energy,
  target: ArrayLike<number>,
  { pathCount = 401, duration = 100 }: DescentLawOptions = {},
): readonly DescentLaw[] {
  const start = normalQuantiles(pathCount);
  const step = implicitStep(energy, target, start);
  return [
    mapped('descent in small explicit steps', energy, flowed(energy, target, { start, duration })),
    mapped('game without noise: one implicit step', energy, { start, end: step.paths, ...step }),
    tilted('game with noise', energy, { target, start }),
  ];
}

/** The flow ẋ = −Jᵀ(Φ̄ − α)/|α|² of the descent, with its log-determinants. */
function flowed(
  energy: Energy,
  target: ArrayLike<number>,
  { start, duration }: { readonly start: Ensemble; readonly duration: number },
): Move {
  const count = start.pathCount;
  const scale = vectorOf(target).reduce((sum, value) => sum + squared(value), 0);
  const ones = ensemble(
    count,
    1,
    start.data.map(() => 1),
  );
  const slope = (_: number, state: Vector, out: Vector): void => {
    const paths = ensemble(count, 1, state.slice(0, count));
    const mean = vector(energy.componentCount);
    meanRows(energy.values(paths), 0, count, mean);
    const weights = mean.map((value, k) => (value - target[k]) / scale);
    const [pull, bend] = [energy.pullback(paths, weights), energy.hessianProduct(paths, weights, ones)];
    for (let n = 0; n < count; n++) {
      out[n] = -pull.data[n];
      out[count + n] = -bend.data[n];
    }
    out[2 * count] = Math.sqrt(pull.data.reduce((sum, value) => sum + squared(value), 0) / count);
  };
  const state = vector(2 * count + 1);
  state.set(start.data);
  const ends = solveDifferentialEquation(slope, state, [0, duration], { tolerance: 1e-7 })[1];
  return {
    start,
    end: ensemble(count, 1, ends.slice(0, count)),
    logDeterminants: ends.slice(count, 2 * count),
    length: ends[2 * count],
  };
}

interface Move {
  readonly start: Ensemble;
  readonly end: Ensemble;
  readonly logDeterminants: Vector;
  /** Of the way of the laws; that of a straight one when left out. */
  readonly length?: number;
}

function mapped(game: string, energy: Energy, { start, end, logDeterminants, length }: Move): DescentLaw {
  const count = start.pathCount;
  const logDensity = logDeterminants.map((volume, n) => logNormalDensity(start.data[n]) - volume);
  const mean = (of: (n: number) => number): number => logDensity.reduce((sum, _, n) => sum + of(n), 0) / count;
  const values = energy.values(end);
  const squaredDistance = mean((n) => squared(end.data[n] - start.data[n]));
  return {
    game,
    means: vector(energy.componentCount).map((_, k) => mean((n) => values.row(n)[k])),
    divergence: mean((n) => logDensity[n] - logNormalDensity(end.data[n])),
    squaredDistance,
    squaredLength: length === undefined ? squaredDistance : squared(length),
    points: end.data,
    density: logDensity.map(exp),
  };
}

const GRID = lineGrid({ from: -8, to: 8, count: 4001 });

function tilted(
  game: string,
  energy: Energy,
  { target, start }: { readonly target: ArrayLike<number>; readonly start: Ensemble },
): DescentLaw {
  const potential = GRID.points.map((x) => -logNormalDensity(x));
  const { masses, means } = momentTilt(energy, target, { strength: Infinity, potential, grid: GRID });
  const density = masses.map((mass) => mass / GRID.spacing);
  const divergence = masses.reduce(
    (sum, mass, i) => (mass > 0 ? sum + mass * (log(density[i]) + potential[i]) : sum),
    0,
  );
  const ends = quantiles(masses, start.pathCount);
  const squaredDistance = ends.reduce((sum, end, n) => sum + squared(end - start.data[n]), 0) / start.pathCount;
  return { game, means, divergence, squaredDistance, points: GRID.points, density };
}

/** Quantiles at (n + ½)/N of masses that lie evenly in the cells around their points. */
function quantiles(masses: Vector, count: number): Vector {
  const { points, spacing } = GRID;
  let [i, below] = [0, 0];
  return vector(count).map((_, n) => {
    const level = (n + 0.5) / count;
    while (i < masses.length - 1 && below + masses[i] < level) below += masses[i++];
    return points[i] + spacing * ((level - below) / masses[i] - 0.5);
  });
}
