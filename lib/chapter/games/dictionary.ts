import { type Ensemble, ensemble, meanRows, type Vector, vector, vectorOf } from '../../array/index.js';
import type { Energy } from '../../energy/index.js';
import { implicitStep } from '../../flow/index.js';
import { type LineGrid, lineGrid } from '../../grid/index.js';
import { log, squared } from '../../special/index.js';
import {
  endMismatch,
  gameResiduals,
  implicitScheme,
  lineLaw,
  momentGame,
  normalPotentialGame,
  pointBridge,
  type SolvedGame,
  weightedDissipation,
} from '../../transport/index.js';
import { normalQuantiles } from './descent-laws.js';
import { evenPowers } from './even-powers.js';
import { rotatedFlow } from './rotated-flow.js';
import { unequalModes, unequalModesGame } from './verified-cost.js';

/** A generative model as a game. */
export interface DictionaryRow {
  readonly model: string;
  /** What a path pays, on its way and at its end. */
  readonly pays: string;
  /** What holds at the equilibrium. */
  readonly optimality: string;
  /** The law or the laws that the residual was computed for. */
  readonly example: string;
  /** The miss of the optimality system: the largest over points and times, for steps the root mean square over paths. */
  readonly residual: number;
}

/** Where the equations of a game are checked. */
export interface CheckedAt {
  readonly paths: Ensemble;
  /** Shares of the duration, between 0 and 1. */
  readonly shares?: readonly number[];
  /** Holds the end's mass. */
  readonly grid?: LineGrid;
}

const GRID = lineGrid({ from: -10, to: 10, count: 2001 });
/** Points at which residuals are taken. */
export const PATHS = ensemble(9, 1, vectorOf([-2.5, -2, -1.2, -0.6, 0.1, 0.7, 1.3, 2, 2.6]));

/** The largest residual of a solved game on the line: of its two equations, and of its condition at the end. */
export function largestResidual(
  { game, solution }: SolvedGame,
  { paths, shares = [0.1, 0.3, 0.5, 0.7, 0.9], grid = GRID }: CheckedAt,
): number {
  const inside = shares.flatMap((share) => {
    const { hamiltonJacobi, fokkerPlanck } = gameResiduals(game, solution, { paths, t: share * game.duration });
    return [largest(hamiltonJacobi), largest(fokkerPlanck)];
  });
  const law = lineLaw(grid, (at) => solution.law.logDensity(at, game.duration));
  return Math.max(...inside, largest(endMismatch(game, solution, { law, paths })));
}

/** Generative models and the descents of the main paper as games, each with the residual of its optimality system in an example. */
export function dictionary(): DictionaryRow[] {
  return [...flowRows(), ...noiseRows(), ...gradientRows(), ...descentRows()];
}

function flowRows(): DictionaryRow[] {
  const points = PATHS.data;
  const turned = [0, 0.5, 1, 2, 3].map((angle) =>
    rotatedFlow(
      [2, 0.5],
      angle,
      Array.from(points, (y) => [y, 0.3 * y]),
    ),
  );
  const [plain] = turned;
  const spread = turned.map(({ negativeLogDensities }) =>
    largest(vectorOf(negativeLogDensities.map((value, n) => value - plain.negativeLogDensities[n]))),
  );
  return [
    {
      model: 'continuous normalizing flow',
      pays: 'nothing; D(ρ(T)‖π)',
      optimality: 'ρ(T) = π, whatever the way',
      example: 'N(0, I) to N(0, diag(4, ¼)), five rotations',
      residual: Math.max(...spread),
    },
    {
      model: 'flow with transport cost',
      pays: '½|v|²; D(ρ(T)‖π)',
      optimality: '∂ₜU = ½|∇U|², straight ways',
      example: 'N(0, 4) to N(0, 1), T = 1',
      residual: largestResidual(
        normalPotentialGame({
          start: { mean: 0, variance: 4 },
          target: { mean: 0, variance: 1 },
          noise: 0,
          duration: 1,
        }),
        { paths: PATHS },
      ),
    },
  ];
}

function noiseRows(): DictionaryRow[] {
  return [
    {
      model: 'Schrödinger bridge',
      pays: '|v|²/2σ²; ρ(T) = π or ∞',
      optimality: 'exp(−U) solves a heat equation',
      example: 'from 0 to two modes, σ = T = 1',
      residual: largestResidual(pointBridge(unequalModes(), { duration: 1, noise: 1 }), { paths: PATHS }),
    },
    {
      model: 'diffusion model',
      pays: '|v|²/2g² + ∇·f; −ln π',
      optimality: 'U = −ln η, v = g²∇ln η',
      example: 'two modes under Ornstein–Uhlenbeck, T = 2.5',
      residual: largestResidual(unequalModesGame(), { paths: PATHS }),
    },
  ];
}

function gradientRows(): DictionaryRow[] {
  const [s, step] = [3, 0.2];
  const next = implicitScheme.next(s, { step });
  const proximal = normalPotentialGame({
    start: { mean: 0, variance: squared(s) },
    target: { mean: 0, variance: 1 },
    noise: 0,
    duration: step,
  });
  const epsilon = 0.1;
  const rate = (Math.sqrt(1 + 4 * epsilon) - 1) / (2 * epsilon);
  return [
    {
      model: 'Wasserstein proximal step',
      pays: '½|v|²; F(ρ(τ))',
      optimality: 'x(τ) + τ∇δF/δρ = x₀',
      example: 'F = D(·‖N(0, 1)) from N(0, 9), τ = 0.2',
      residual: Math.max(
        Math.abs(Math.sqrt(proximal.closed.law(step).variance) - next),
        largestResidual(proximal, { paths: PATHS }),
      ),
    },
    {
      model: 'Wasserstein gradient flow',
      pays: 'exp(−t/ε)(½|v|² + F(ρ)/ε); nothing',
      optimality: '−ε dv/dt + v + ∇δF/δρ = 0 on paths',
      example: `F = ½E x², ε = ${epsilon}: rate of decay`,
      residual: Math.abs(dissipationRate(epsilon) - rate),
    },
  ];
}

/** The rate at which the path of weighted dissipation for F = ½x² decays, from steps h and h/2 by Richardson's extrapolation. */
export function dissipationRate(epsilon: number): number {
  const [coarse, fine] = [4000, 8000].map((stepCount) => {
    const x = weightedDissipation(
      { slope: (at) => at, curvature: () => 1 },
      { start: 1, epsilon, duration: 20, stepCount },
    );
    return log(x[stepCount / 20] / x[stepCount / 10]);
  });
  return (4 * fine - coarse) / 3;
}

function descentRows(): DictionaryRow[] {
  const energy = evenPowers();
  const target = [1.2, 2.4];
  const start = normalQuantiles(201);
  const length = 0.002;
  const implicit = implicitStep(energy, target, start, { length });
  const example = `Φ = (x², x⁴) from N(0, 1), τ = ${length}`;
  return [
    {
      model: 'mean-field descent, explicit step',
      pays: '½|v|²; its loss, as it looks from x₀',
      optimality: 'the implicit step’s, missed by O(τ²)',
      example,
      residual: implicitResidual(energy, target, {
        start,
        end: explicitStep(energy, target, { start, length }),
        length,
      }),
    },
    {
      model: 'mean-field descent, implicit step',
      pays: '½|v|²; ½|E Φ − α|²',
      optimality: 'x(τ) + τJᵀ(E Φ − α) = x₀',
      example,
      residual: implicitResidual(energy, target, { start, end: implicit.paths, length }),
    },
    {
      model: 'mean-field descent, game with noise',
      pays: '|v|²/2σ²; ½κ|E Φ − α|²',
      optimality: 'ρ(T) = q₀ exp(−θ·Φ)/Z, θ = κ(E Φ − α)',
      example: 'Φ = (x², x⁴) from 0, σ = T = 1, κ = 10',
      residual: largestResidual(momentGame(energy, target, { strength: 10, duration: 1, noise: 1, grid: GRID }), {
        paths: PATHS,
      }),
    },
  ];
}

interface StepMade {
  readonly start: Ensemble;
  readonly end: Ensemble;
  /** τ. */
  readonly length: number;
}

/** x₀ − τJᵀ(x₀)(Φ̄ − α): an explicit step of the mean field. */
export function explicitStep(
  energy: Energy,
  target: ArrayLike<number>,
  { start, length }: Omit<StepMade, 'end'>,
): Ensemble {
  const pull = pullAt(energy, target, start);
  return ensemble(
    start.pathCount,
    start.shape,
    start.data.map((value, i) => value - length * pull.data[i]),
  );
}

/** By how much a step misses x_τ + τJᵀ(x_τ)(E Φ − α) = x₀, the optimality of the game without noise: root mean square over paths. */
export function implicitResidual(energy: Energy, target: ArrayLike<number>, { start, end, length }: StepMade): number {
  const pull = pullAt(energy, target, end);
  const misses = end.data.map((value, i) => squared(value + length * pull.data[i] - start.data[i]));
  return Math.sqrt(misses.reduce((sum, miss) => sum + miss, 0) / start.pathCount);
}

/** Jᵀ(Φ̄ − α) at each path. */
function pullAt(energy: Energy, target: ArrayLike<number>, paths: Ensemble): Ensemble {
  const mean = vector(energy.componentCount);
  meanRows(energy.values(paths), 0, paths.pathCount, mean);
  return energy.pullback(
    paths,
    mean.map((value, k) => value - target[k]),
  );
}

function largest(values: Vector): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
