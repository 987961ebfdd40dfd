import type { Vector } from '../../array/index.js';
import { circleGrid, gridLaw, type LineGrid, lineGrid, totalVariation } from '../../grid/index.js';
import { cos, exp, pow, sin, squared } from '../../special/index.js';
import {
  type GridGame,
  gridDivergenceCost,
  gridGame,
  type NormalGameOptions,
  type NormalLaw,
  normalGame,
} from '../../transport/index.js';
import { scaledCircleGame } from './circle-heat.js';

/** A game that is solved on grids and has an answer of another kind. */
export interface ComparedGame {
  readonly name: string;
  /** Order in the spacing at which errors fall. */
  readonly order: number;
  /** Solves it with 2^level times the points of the coarsest grid. */
  at(level: number): GridErrors;
}

/** Errors of a game on a grid, and what its scheme keeps. */
export interface GridErrors {
  readonly pointCount: number;
  readonly spacing: number;
  /** Total cost, nats. */
  readonly cost: number;
  readonly exactCost: number;
  /** |cost − exactCost|. */
  readonly costError: number;
  /** Largest |U(x, 0) − exact| where ρ₀ has density. */
  readonly valueError: number;
  /** Total variation of the law at the end from the exact one. */
  readonly lawError: number;
  /** Largest |Σ masses − 1| over all times. */
  readonly massError: number;
  /** The least mass of a point over all times. */
  readonly leastMass: number;
  /** Rounds of Newton's method. */
  readonly rounds: number;
}

/** Three games: on the circle with noise, on the line with noise and without. */
export function comparedGames(): readonly ComparedGame[] {
  const start = { mean: 0, variance: 4 };
  const target = { mean: 0, variance: 1 };
  return [
    { name: 'circle, σ = 0.7', order: 2, at: circleErrors },
    {
      name: 'line, σ = 1',
      order: 2,
      at: (level) => lineErrors({ start, target, noise: 1, duration: 1 }, level),
    },
    {
      name: 'line, σ = 0',
      order: 1,
      at: (level) => lineErrors({ start, target, noise: 0, duration: 1 }, level),
    },
  ];
}

/** 16 · 2^level points, and 8 · 4^level steps. */
function circleErrors(level: number): GridErrors {
  const grid = circleGrid({ count: 16 * pow(2, level) });
  const [start, target] = [(x: number) => -2 * cos(x), (x: number) => -1.5 * cos(2 * x) - 0.5 * sin(x)].map(
    (potential) => gridLaw(grid, grid.points.map(potential)).masses,
  );
  const [noise, duration] = [0.7, 1];
  const game = gridGame({
    ...{ grid, start, noise, duration, stepCount: 8 * pow(4, level) },
    terminal: gridDivergenceCost(target),
  });
  const exact = scaledCircleGame({ start, target, noise, duration });
  return errorsOf(game, { grid, ...exact, counts: () => true });
}

/** 32 · 2^level intervals; 8 · 4^level steps with noise, 8 · 2^level without. */
function lineErrors(options: NormalGameOptions, level: number): GridErrors {
  const grid = lineGrid({ from: -13, to: 13, count: 32 * pow(2, level) + 1 });
  const { start, target, noise, duration } = options;
  const stepCount = 8 * pow(noise > 0 ? 4 : 2, level);
  const startMasses = normalMasses(grid, start);
  const game = gridGame({
    ...{ grid, start: startMasses, noise, duration, stepCount },
    terminal: gridDivergenceCost(normalMasses(grid, target)),
  });
  const exact = normalGame(options);
  return errorsOf(game, {
    grid,
    end: normalMasses(grid, exact.law(duration)),
    value: grid.points.map((x) => exact.value(x, 0)),
    totalCost: exact.totalCost,
    counts: (x) => squared(x - start.mean) <= 4 * start.variance,
  });
}

/**
 * Masses of a normal law on a grid.
 * @throws RangeError when the variance is not positive, or when the density's integral over the grid differs from 1 by more than 1e-3
 */
export function normalMasses(grid: LineGrid, { mean, variance }: NormalLaw): Vector {
  if (!(variance > 0)) {
    throw new RangeError(`normalMasses: variance expects a positive number, got ${variance}; give one above 0`);
  }
  const { masses, logPartition } = gridLaw(
    grid,
    grid.points.map((x) => squared(x - mean) / (2 * variance)),
  );
  const total = exp(logPartition) / Math.sqrt(2 * Math.PI * variance);
  if (!(Math.abs(total - 1) <= 1e-3)) {
    throw new RangeError(
      `normalMasses: grid expects points that hold and resolve N(${mean}, ${variance}), got ${total} of its mass; take a wider or finer grid`,
    );
  }
  return masses;
}

/** The exact answer on the grid's points. */
interface Answer {
  readonly grid: LineGrid;
  readonly end: Vector;
  readonly value: Vector;
  readonly totalCost: number;
  /** Where U is compared. */
  counts(x: number): boolean;
}

function errorsOf(
  { laws, values, totalCost, rounds }: GridGame,
  { grid, end, value, totalCost: exactCost, counts }: Answer,
): GridErrors {
  const n = grid.points.length;
  let [massError, leastMass, valueError] = [0, Infinity, 0];
  for (let k = 0; k < laws.rowCount; k++) {
    let sum = 0;
    for (const mass of laws.row(k)) {
      sum += mass;
      leastMass = Math.min(leastMass, mass);
    }
    massError = Math.max(massError, Math.abs(sum - 1));
  }
  const first = values.row(0);
  for (let i = 0; i < n; i++) {
    if (counts(grid.points[i])) valueError = Math.max(valueError, Math.abs(first[i] - value[i]));
  }
  return {
    ...{ pointCount: n, spacing: grid.spacing, cost: totalCost, exactCost, rounds },
    costError: Math.abs(totalCost - exactCost),
    lawError: totalVariation(laws.row(laws.rowCount - 1), end),
    ...{ valueError, massError, leastMass },
  };
}
