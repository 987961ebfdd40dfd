import { type Vector, vector } from '../array/index.js';
import { squared } from '../special/index.js';

/**
 * Parameters of the GARCH(1,1) recursion sₜ = ω + αe²ₜ₋₁ + βsₜ₋₁ for the conditional variance sₜ of the innovation eₜ.
 * Appendix C of the paper writes GARCH(ω, α, β).
 */
export interface GarchParameters {
  /** ω > 0, in squared units of the path. */
  readonly constant: number;
  /** α ≥ 0, the weight of the last squared innovation. */
  readonly reaction: number;
  /** β ≥ 0, the weight of the last variance; α + β < 1. */
  readonly memory: number;
}

/** GARCH(1,1) around an AR(1) mean, xₜ = φxₜ₋₁ + eₜ, with Student-t innovations: the reference of section 5.2. */
export interface ArGarchParameters extends GarchParameters {
  /** φ in (−1, 1). */
  readonly autoregression: number;
  /** ν > 2, degrees of freedom of eₜ/√sₜ, which is scaled to unit variance. */
  readonly degrees: number;
}

/** A rule for the first conditional variance, which the recursion leaves open. */
export interface VarianceRule {
  readonly rule: 'backcast' | 'stationary';
}

/** The first conditional variance: a number in squared units of the path, or a rule. */
export type FirstVariance = number | VarianceRule;

/**
 * The rule of Python's package arch: ω + (α + β)b, where b is a weighted mean of the path's first squared residuals, with
 * weights that fall by 0.94 a step.
 */
export const backcast: VarianceRule = { rule: 'backcast' };

/** The stationary variance ω/(1 − α − β). */
export const stationary: VarianceRule = { rule: 'stationary' };

/** A path's way to start the recursion: its backcast b, the stationary variance, or a number. */
export type VarianceStart = { readonly backcast: number } | VarianceRule | number;

const WINDOW = 75;
const DECAY = 0.94;

/** b = Σ wᵢrᵢ² over the first 75 residuals, or all when there are fewer, with wᵢ ∝ 0.94ⁱ and Σ wᵢ = 1. */
export function backcastOf(residuals: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  let weight = 1;
  for (let i = 0; i < Math.min(WINDOW, residuals.length); i++) {
    sum += weight * squared(residuals[i]);
    total += weight;
    weight *= DECAY;
  }
  return sum / total;
}

/** The least-squares φ of xₜ on xₜ₋₁ without a constant, Σ xₜxₜ₋₁ / Σ x²ₜ₋₁; 0 for a path of zeros. */
export function leastSquaresAutoregression(path: ArrayLike<number>): number {
  let product = 0;
  let square = 0;
  for (let t = 1; t < path.length; t++) {
    product += path[t] * path[t - 1];
    square += squared(path[t - 1]);
  }
  return square > 0 ? product / square : 0;
}

/** How a path starts the recursion under a choice of the first variance. */
export function startOf(path: Vector, first: FirstVariance, autoregressive: boolean): VarianceStart {
  if (typeof first === 'number' || first.rule !== 'backcast') return first;
  return { backcast: backcastOf(autoregressive ? residuals(path, leastSquaresAutoregression(path)) : path) };
}

/** The first conditional variance s. */
export function firstVarianceOf({ constant, reaction, memory }: GarchParameters, start: VarianceStart): number {
  if (typeof start === 'number') return start;
  if ('backcast' in start) return constant + (reaction + memory) * start.backcast;
  return constant / (1 - reaction - memory);
}

/** eₜ = xₜ − φxₜ₋₁ for t = 2 … d. */
export function residuals(path: Vector, autoregression: number): Vector {
  const result = vector(Math.max(0, path.length - 1));
  for (let t = 1; t < path.length; t++) result[t - 1] = path[t] - autoregression * path[t - 1];
  return result;
}

/** The conditional variances of innovations, one each, from the first. */
export function conditionalVariances(
  innovations: ArrayLike<number>,
  parameters: GarchParameters,
  first: number,
): Vector {
  const { constant, reaction, memory } = parameters;
  const result = vector(innovations.length);
  let s = first;
  for (let t = 0; t < innovations.length; t++) {
    result[t] = s;
    s = constant + reaction * squared(innovations[t]) + memory * s;
  }
  return result;
}
