import { type Ensemble, type Vector, vector } from '../array/index.js';
import { dot } from '../linear-algebra/index.js';
import { squared } from '../special/index.js';
import { checkAllPositive } from './number-check.js';
import type { EndLaw, GameSolution, PotentialGame } from './potential-game.js';

/** By how much a candidate misses the equations of its game at each path. */
export interface GameResiduals {
  /** −∂ₜU + ½m|∇U|² − b·∇U − ½σ²ΔU − ℓ, [N]. */
  readonly hamiltonJacobi: Vector;
  /** (∂ₜρ + ∇·((b − m∇U)ρ) − ½σ²Δρ)/ρ, [N]. */
  readonly fokkerPlanck: Vector;
}

/** Where residuals are taken. */
export interface ResidualOptions {
  readonly paths: Ensemble;
  readonly t: number;
  /** Step of the differences in time, which reach two of it to either side of t; 2e-4 of the game's duration when left out. */
  readonly timeStep?: number;
}

/**
 * The residuals of both equations of a game, with derivatives in space as the candidate gives them and those in time by differences of
 * fourth order.
 * @throws RangeError when t is nearer than two steps to an end of the game, or the step not positive
 * Cost: five values and log-densities per path, and one of each derivative.
 */
export function gameResiduals(
  game: PotentialGame,
  { value, law }: GameSolution,
  { paths, t, timeStep = 2e-4 * game.duration }: ResidualOptions,
): GameResiduals {
  checkAllPositive('gameResiduals', { timeStep });
  if (!(t - 2 * timeStep >= 0 && t + 2 * timeStep <= game.duration)) {
    throw new RangeError(
      `gameResiduals: t expects a time from ${2 * timeStep} to ${game.duration - 2 * timeStep}, got ${t}; take a smaller timeStep ` +
        'or a time further inside',
    );
  }
  const [m, half] = [game.mobility(t), 0.5 * squared(game.volatility(t))];
  const [slope, bend] = [value.gradient(paths, t), value.laplacian(paths, t)];
  const [score, spread] = [law.score(paths, t), law.scoreDivergence(paths, t)];
  const drift = game.drift?.values(paths, t);
  const growth = game.drift?.divergence(paths, t);
  const cost = game.stateCost?.(paths, t);
  const valueRate = rate((time) => value.values(paths, time), t, timeStep);
  const logRate = rate((time) => law.logDensity(paths, time), t, timeStep);
  const [hamiltonJacobi, fokkerPlanck] = [vector(paths.pathCount), vector(paths.pathCount)];
  for (let n = 0; n < paths.pathCount; n++) {
    const [p, s, b] = [slope.path(n), score.path(n), drift?.path(n)];
    const [steep, along, steepest, carried] = [dot(p, p), dot(p, s), dot(s, s), b ? dot(b, p) : 0];
    hamiltonJacobi[n] = -valueRate[n] + 0.5 * m * steep - carried - half * bend[n] - (cost?.[n] ?? 0);
    const expansion = (growth?.[n] ?? 0) - m * bend[n];
    const transport = (b ? dot(b, s) : 0) - m * along;
    fokkerPlanck[n] = logRate[n] + expansion + transport - half * (spread[n] + steepest);
  }
  return { hamiltonJacobi, fokkerPlanck };
}

/**
 * By how much the end of a candidate misses the game's terminal condition at each path, [N].
 * @param law the candidate's law at the end, with means
 */
export function endMismatch(
  game: PotentialGame,
  { value }: GameSolution,
  { law, paths }: { readonly law: EndLaw; readonly paths: Ensemble },
): Vector {
  return game.terminal.mismatch({ law, values: value.values(paths, game.duration) }, paths);
}

/** The derivative in time by the central difference over five points. */
function rate(at: (time: number) => Vector, t: number, h: number): Vector {
  const [before2, before, after, after2] = [-2, -1, 1, 2].map((k) => at(t + k * h));
  return before.map((_, n) => (8 * (after[n] - before[n]) - (after2[n] - before2[n])) / (12 * h));
}
