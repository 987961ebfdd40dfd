import { checkCount, checkLength, firstNonFinite, type Vector, vector } from '../array/index.js';
import {
  type CircleGrid,
  type LineGrid,
  type NeighbourRates,
  neighbourResolvent,
  type Resolvent,
} from '../grid/index.js';
import { edgeJumps } from './edge-jumps.js';
import { checkAllPositive, checkNoneNegative } from './number-check.js';

/** How paths of a game on a grid may move, and what they pay on the way. */
export interface GridDynamics {
  /** A line, whose ends reflect, or a circle. */
  readonly grid: LineGrid | CircleGrid;
  /** σ in dX = (b + v) dt + σ dW, 0 or above. */
  readonly noise: number;
  /** T > 0. */
  readonly duration: number;
  /** Implicit steps of equal length; their error is of first order in the length. */
  readonly stepCount: number;
  /** b(x), smooth; 0 when left out. */
  readonly drift?: (x: number) => number;
  /** ℓ(x), paid per unit of time beside ½v²; 0 when left out. */
  readonly runningCost?: (x: number) => number;
}

/** A game's dynamics as a walk between neighbours. */
export interface GridWalk {
  readonly pointCount: number;
  /** τ = T/stepCount. */
  readonly step: number;
  /** ℓ at each point. */
  readonly costs: Vector;
  /** The rates that are best where U has these values. */
  rates(values: Vector): NeighbourRates;
  /** Minus the change of the flow along each edge per change of the rise of U, at given masses: 0 or above, [edges]. */
  conductances(values: Vector, masses: Vector): Vector;
  /** Writes the least, over rates, of their cost and the change of U per unit of time, [n]. */
  gains(values: Vector, out: Vector): void;
  /** (I − τA)⁻¹ of the rates that are best there. */
  resolvent(values: Vector): Resolvent;
  /** The other end of edge e. */
  endOf(edge: number): number;
}

/**
 * Jumps per step that a walk without noise makes at least: where U has a kink between paths that part, rates without diffusion have one
 * too, on which Newton's method does not settle. Steps that are shorter than the duration over the number of points add no more: their
 * diffusion would not fall with the spacing.
 */
const LEAST_JUMPS = 0.02;

/** @throws RangeError when an argument is out of range, in the name of `caller` */
export function gridWalk(
  caller: string,
  { grid, noise, duration, stepCount, drift, runningCost }: GridDynamics,
): GridWalk {
  const { points, spacing } = grid;
  const n = points.length;
  checkAllPositive(caller, { duration });
  checkNoneNegative(caller, { noise });
  checkCount(`${caller}: stepCount`, stepCount, 1);
  const edges = edgeCount(grid);
  const step = duration / stepCount;
  const least = (LEAST_JUMPS * spacing * spacing * Math.min(stepCount, n)) / duration;
  const diffusion = noise > 0 ? 0.5 * noise * noise : least;
  const { rate, slope, gain } = edgeJumps(diffusion, spacing);
  const pushes = vector(edges).map((_, e) => spacing * (drift?.(points[e] + 0.5 * spacing) ?? 0));
  const costs = points.map((x) => runningCost?.(x) ?? 0);
  for (const [name, numbers] of Object.entries({ drift: pushes, runningCost: costs })) {
    const wrong = firstNonFinite(numbers);
    if (wrong >= 0) {
      throw new RangeError(
        `${caller}: ${name} expects finite numbers, got ${numbers[wrong]} near ${points[wrong]}; give one that is finite on the grid`,
      );
    }
  }
  // Where U does not change along an edge nothing is gained: what the drift alone would gain is taken off.
  const [plainUp, plainDown] = [pushes.map((push) => gain(-push)), pushes.map((push) => gain(push))];
  const endOf = (edge: number): number => (edge + 1 < n ? edge + 1 : 0);

  function rates(values: Vector): NeighbourRates {
    const [up, down] = [vector(edges), vector(edges)];
    for (let e = 0; e < edges; e++) {
      const rise = values[endOf(e)] - values[e] - pushes[e];
      up[e] = rate(rise);
      down[e] = rate(-rise);
    }
    return { up, down };
  }
  return {
    pointCount: n,
    step,
    costs,
    rates,
    endOf,
    resolvent: (values) => neighbourResolvent(rates(values), { pointCount: n, step }),
    conductances: (values, masses) =>
      vector(edges).map((_, e) => {
        const rise = values[endOf(e)] - values[e] - pushes[e];
        return -(masses[e] * slope(rise) + masses[endOf(e)] * slope(-rise));
      }),
    gains(values, out) {
      out.fill(0);
      for (let e = 0; e < edges; e++) {
        const rise = values[endOf(e)] - values[e] - pushes[e];
        out[e] += gain(rise) - plainUp[e];
        out[endOf(e)] += gain(-rise) - plainDown[e];
      }
    },
  };
}

/** Edges of a grid: as many as points on a circle, one less on a line. */
export function edgeCount(grid: LineGrid | CircleGrid): number {
  return 'circumference' in grid ? grid.points.length : grid.points.length - 1;
}

/** Refuses masses that are negative, or do not add to 1. */
export function checkMasses(where: string, masses: Vector, count: number): void {
  checkLength(where, masses, count);
  const wrong = masses.findIndex((mass) => !(mass >= 0));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (wrong >= 0 || !(Math.abs(total - 1) < 1e-9)) {
    const got = wrong >= 0 ? `${masses[wrong]} at point ${wrong}` : `the sum ${total}`;
    throw new RangeError(`${where} expects masses from 0 that add to 1, got ${got}; gridLaw makes them of a potential`);
  }
}
