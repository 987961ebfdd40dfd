import { checkLength, type Vector, vector } from '../array/index.js';
import { log, squared } from '../special/index.js';
import type { NormalLaw } from './normal-reversal.js';
import { checkAllPositive } from './number-check.js';

/** Where the paths of a game on the line start, where they are drawn to, and how long they go. */
export interface LineGameOptions {
  /** Points of the line in increasing order, [n + 1]: edges of cells that hold the start's mass. */
  readonly edges: Vector;
  /** Mass of each cell of the start, above 0, [n]; they add to 1 within 1e-6. */
  readonly masses: Vector;
  /** π of the terminal cost D(ρ_T‖π). */
  readonly target: NormalLaw;
  /** T > 0. */
  readonly duration: number;
}

/** The equilibrium of a game on the line. */
export interface LineGame {
  /** Where the edges are at T, [n + 1]; paths go there straight, at constant speed. */
  readonly ends: Vector;
  /** E (X_T − X₀)²/2T. */
  readonly transportCost: number;
  /** D(ρ_T‖π), nats. */
  readonly terminalCost: number;
}

const ROUNDS = 200;

/**
 * The mean-field game of first order on the line from any law to a normal one: the least of E (X_T − X₀)²/2T + D(ρ_T‖π) over increasing
 * maps of the start's quantiles, which is also one implicit Wasserstein step of length T down D(·‖π). The density at T is taken as
 * constant between the edges' ends; the objective is convex in those ends, and Newton's method with a tridiagonal matrix finds its least.
 * Error: of second order in the width of the cells.
 * @throws RangeError when the edges are not finite or do not increase, a mass is not positive, masses do not add to 1 within 1e-6, their
 *   numbers do not fit, the target's mean is not finite, its variance or the duration not positive, or 200 rounds do not suffice
 * Cost: of order n per round, some ten rounds.
 */
export function lineGame({ edges, masses, target, duration }: LineGameOptions): LineGame {
  checkAllPositive('lineGame', { 'variance of the target': target.variance, duration });
  checkLength('lineGame: masses', masses, Math.max(0, edges.length - 1));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  if (!(Math.abs(total - 1) <= 1e-6)) {
    throw new RangeError(`lineGame: masses expect the sum 1, got ${total}; divide them by their sum`);
  }
  if (!Number.isFinite(target.mean)) {
    throw new RangeError(`lineGame: target expects a finite mean, got ${target.mean}; give a number`);
  }
  masses.forEach((mass, i) => {
    if (mass > 0 && edges[i + 1] - edges[i] > 0 && edges[i + 1] - edges[i] < Infinity) return;
    throw new RangeError(
      `lineGame: edges and masses expect increasing, finite edges with positive mass between, got ${mass} between ${edges[i]} and ${edges[i + 1]}; leave out cells without mass`,
    );
  });
  const shares = edges.map((_, i) => 0.5 * ((masses[i - 1] ?? 0) + (masses[i] ?? 0)));
  const costs = (ends: Vector): Pick<LineGame, 'transportCost' | 'terminalCost'> => {
    let [transportCost, terminalCost] = [0, 0.5 * log(2 * Math.PI * target.variance)];
    ends.forEach((y, i) => {
      transportCost += (shares[i] * squared(y - edges[i])) / (2 * duration);
      terminalCost += (shares[i] * squared(y - target.mean)) / (2 * target.variance);
    });
    masses.forEach((mass, i) => {
      terminalCost += mass * log(mass / (ends[i + 1] - ends[i]));
    });
    return { transportCost, terminalCost };
  };
  let ends = edges;
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(ends, { edges, masses, shares, target, duration });
    // Damped where a full step would let a cell shrink to less than a third: the objective is self-concordant in the cells' widths.
    let largest = 0;
    for (let i = 0; i < masses.length; i++) {
      largest = Math.max(largest, Math.abs(step[i + 1] - step[i]) / (ends[i + 1] - ends[i]));
    }
    const factor = largest > 0.5 ? 0.5 / largest : 1;
    ends = ends.map((y, i) => y + factor * step[i]);
    if (largest < 1e-9) return { ends, ...costs(ends) };
  }
  throw new RangeError(
    `lineGame: no equilibrium after ${ROUNDS} rounds of Newton's method; take cells of more equal mass`,
  );
}

/** −H⁻¹g of the objective in the ends, by elimination from the left: H is diagonally dominant. */
function newtonStep(
  ends: Vector,
  { edges, masses, shares, target, duration }: LineGameOptions & { readonly shares: Vector },
): Vector {
  const stiffness = 1 / duration + 1 / target.variance;
  const [diagonal, right] = [vector(ends.length), vector(ends.length)];
  ends.forEach((y, i) => {
    diagonal[i] = shares[i] * stiffness;
    right[i] = -shares[i] * ((y - edges[i]) / duration + (y - target.mean) / target.variance);
  });
  const coupling = masses.map((mass, i) => mass / squared(ends[i + 1] - ends[i]));
  masses.forEach((mass, i) => {
    const push = mass / (ends[i + 1] - ends[i]);
    diagonal[i] += coupling[i];
    diagonal[i + 1] += coupling[i];
    right[i] -= push;
    right[i + 1] += push;
  });
  for (let i = 0; i < masses.length; i++) {
    const ratio = coupling[i] / diagonal[i];
    diagonal[i + 1] -= ratio * coupling[i];
    right[i + 1] += ratio * right[i];
  }
  const step = vector(ends.length);
  for (let i = ends.length - 1; i >= 0; i--) {
    step[i] = (right[i] + (i < masses.length ? coupling[i] * step[i + 1] : 0)) / diagonal[i];
  }
  return step;
}
