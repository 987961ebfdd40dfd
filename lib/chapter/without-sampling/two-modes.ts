import type { Vector } from '../../array/index.js';
import { gridLaw, type LineGrid, lineGrid } from '../../grid/index.js';
import { exp, log1p, squared, tanh } from '../../special/index.js';

/** Two modes N(−a, 1) and N(a, 1) of equal weight, on a grid of the line: integrals with them have no Monte Carlo error. */
export interface EvenModes {
  /** a. */
  readonly separation: number;
  readonly grid: LineGrid;
  /** Mass of each grid point. */
  readonly masses: Vector;
}

/** Values per unit of the line: 100 resolve a ratio of densities that turns within 1/(2a). */
const POINTS_PER_UNIT = 100;

/** Room beyond the modes, in their standard deviations. */
const ROOM = 10;

/** The even mixture of modes at ±a. */
export function evenModes(separation: number): EvenModes {
  const end = separation + ROOM;
  const grid = lineGrid({ from: -end, to: end, count: 2 * POINTS_PER_UNIT * Math.ceil(end) + 1 });
  const { masses } = gridLaw(
    grid,
    grid.points.map((x) => 0.5 * squared(x) - logCosh(separation * x)),
  );
  return { separation, grid, masses };
}

/** ln cosh x. */
function logCosh(x: number): number {
  return Math.abs(x) + log1p(exp(-2 * Math.abs(x))) - Math.LN2;
}

/** Mean of a function of the line, and its standard deviation. */
export interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

/** E f and the deviation of f under the even mixture, by quadrature. */
export function meanUnder({ grid, masses }: EvenModes, f: (x: number) => number): MeanAndDeviation {
  const values = grid.points.map(f);
  const mean = values.reduce((sum, value, i) => sum + masses[i] * value, 0);
  const variance = values.reduce((sum, value, i) => sum + masses[i] * squared(value - mean), 0);
  return { mean, deviation: Math.sqrt(variance) };
}

/**
 * ln ρ₁(x)/ρ₂(x) for the even mixture ρ₁ and the one with the weights σ(z) at −a and 1 − σ(z) at a, σ the logistic function: the mean
 * of it is D(ρ₁‖ρ₂).
 */
export function logWeightRatio(separation: number, z: number): (x: number) => number {
  const constant = logCosh(z / 2);
  return (x) => constant + logCosh(separation * x) - logCosh(separation * x - z / 2);
}

/** |∇ln ρ₁ − ∇ln ρ₂|² of the same mixtures at x: the mean of it is their Fisher divergence. */
export function squaredScoreGap(separation: number, z: number): (x: number) => number {
  return (x) => squared(separation * (tanh(separation * x) - tanh(separation * x - z / 2)));
}

/** Both divergences of the even mixture from one with log-odds z, and the relative error of their Monte Carlo estimates. */
export interface WeightDivergence {
  readonly logOdds: number;
  /** D(ρ₁‖ρ₂), nats. */
  readonly divergence: number;
  /** E₁|∇ln ρ₁ − ∇ln ρ₂|². */
  readonly fisher: number;
  /** Standard deviation of one term of the estimate, over its mean. */
  readonly relativeDeviation: { readonly divergence: number; readonly fisher: number };
}

/** Divergences of the even mixture from those with the given log-odds, by quadrature. */
export function weightDivergences(separation: number, logOdds: readonly number[]): WeightDivergence[] {
  const modes = evenModes(separation);
  return logOdds.map((z) => {
    const divergence = meanUnder(modes, logWeightRatio(separation, z));
    const fisher = meanUnder(modes, squaredScoreGap(separation, z));
    return {
      logOdds: z,
      divergence: divergence.mean,
      fisher: fisher.mean,
      relativeDeviation: {
        divergence: divergence.deviation / divergence.mean,
        fisher: fisher.deviation / fisher.mean,
      },
    };
  });
}

/** ∇ln ρ₁ of the even mixture with modes at ±a and variance 1. */
export function evenScore(separation: number): (x: number) => number {
  return (x) => separation * tanh(separation * x) - x;
}
