import type { Ensemble, Shape, Vector } from '../array/index.js';
import type { LineGrid } from '../grid/index.js';
import { exp } from '../special/index.js';
import { lineEnsemble } from './line-ensemble.js';
import type { DivergentField } from './time-field.js';

/**
 * A potential mean-field game: over velocities v(x, t), the least of
 *
 *     E ∫₀ᵀ [ |v|²/2m(t) + ℓ(X, t) ] dt + G(ρ_T),  dX = (b(X, t) + v) dt + σ(t) dW,  ρ_t the law of X_t.
 *
 * Its optimality system: v = −m∇U, where
 *
 *     −∂ₜU = −½m|∇U|² + b·∇U + ½σ²ΔU + ℓ,  U(·, T) = δG/δρ(ρ_T),   backwards (Hamilton–Jacobi–Bellman),
 *     ∂ₜρ = −∇·((b − m∇U)ρ) + ½σ²Δρ,  ρ₀ given,                   forwards (Fokker–Planck).
 */
export interface PotentialGame {
  readonly name: string;
  /** Axes of a path. */
  readonly shape: Shape;
  /** T > 0. */
  readonly duration: number;
  /** m(t) > 0: how cheap it is to move. */
  mobility(t: number): number;
  /** σ(t), 0 or above. */
  volatility(t: number): number;
  /** b; none where nothing but the players moves paths. */
  readonly drift?: DivergentField;
  /** ℓ at each path, [N]; 0 when left out. */
  stateCost?(paths: Ensemble, t: number): Vector;
  /** G. */
  readonly terminal: TerminalCost;
}

/** What the law at the end costs. */
export interface TerminalCost {
  readonly name: string;
  /** δG/δρ(ρ) at each path, up to a constant that all paths share, [N]; where the cost fixes the law itself, there is none. */
  firstVariation?(law: EndLaw, paths: Ensemble): Vector;
  /** G(ρ); for a cost that fixes the law, 0 there. */
  value(law: EndLaw): number;
  /** By how much the end of a solution misses its condition at each path, [N]: 0 at an equilibrium. */
  mismatch(end: { readonly law: EndLaw; readonly values: Vector }, paths: Ensemble): Vector;
}

/** A law of which costs take densities and means. */
export interface EndLaw {
  /** ln ρ at each path, [N]. */
  logDensity(paths: Ensemble): Vector;
  /** E f(X) of a function that gives one number per path. */
  mean(f: (paths: Ensemble) => Vector): number;
}

/** U of a game, with what its equation needs; each method gives one entry per path. */
export interface ValueFunction {
  values(paths: Ensemble, t: number): Vector;
  /** ∇U, [N, d]. */
  gradient(paths: Ensemble, t: number): Ensemble;
  /** ΔU, [N]. */
  laplacian(paths: Ensemble, t: number): Vector;
}

/** The laws ρ_t that paths have on the way. */
export interface MovingLaw {
  /** ln ρ_t, [N]. */
  logDensity(paths: Ensemble, t: number): Vector;
  /** ∇ln ρ_t, [N, d]. */
  score(paths: Ensemble, t: number): Ensemble;
  /** Δln ρ_t, [N]. */
  scoreDivergence(paths: Ensemble, t: number): Vector;
}

/** A candidate for the equilibrium of a game. */
export interface GameSolution {
  readonly value: ValueFunction;
  readonly law: MovingLaw;
}

/** What the masses of a law may lack on its grid. */
const LARGEST_LACK = 1e-4;

/**
 * A law on the line whose means are taken by the trapezoidal rule on a grid that holds its mass.
 * @throws RangeError when the density's integral over the grid differs from 1 by more than 1e-4
 */
export function lineLaw(grid: LineGrid, logDensity: (paths: Ensemble) => Vector): EndLaw {
  const points = lineEnsemble(grid.points);
  const masses = logDensity(points).map((value) => grid.spacing * exp(value));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (!(Math.abs(total - 1) <= LARGEST_LACK)) {
    throw new RangeError(
      `lineLaw: logDensity expects the logarithm of a density whose integral over the grid is 1, got ${total}; take a grid that holds and ` +
        'resolves the law, and normalise it',
    );
  }
  return { logDensity, mean: (f) => f(points).reduce((sum, value, i) => sum + masses[i] * value, 0) };
}
