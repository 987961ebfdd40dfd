import { checkLength, type Matrix, matrix, type Vector, vector } from '../array/index.js';
import { exp, log, squared } from '../special/index.js';
import type { LineGrid } from './line-grid.js';
import type { MoveDensity } from './move-density.js';

/** A Metropolised chain on a grid. */
export interface MetropolisChain {
  /** P, [n, n]: row i has the probabilities of the moves from point i. */
  readonly transition: Matrix;
  /** Mean probability under the target that a proposal is accepted, from 0 to 1; proposals off the grid count as rejected. */
  readonly acceptance: number;
}

/** What may be said of a Metropolised chain besides its proposal. */
export interface MetropolisOptions {
  /** The density in the acceptance ratio; the proposal's own when left out, and with any other the law is not kept. */
  readonly ratio?: MoveDensity;
}

/**
 * The chain on a grid that proposes by a density and accepts with min{1, ρ(x′) g(x|x′)/(ρ(x) g(x′|x))} (Metropolis, Hastings). A proposal
 * has the probability density times spacing; what falls off the grid or is rejected stays where it is.
 * @param target masses of ρ, [n]
 * @param proposal ln g
 * @throws RangeError when the target has not one mass per point, or the density times spacing passes 1 over the grid, which is then too
 *   coarse for it
 * Cost: n² exponentials, and two numbers of memory for each of n² moves.
 */
export function metropolisChain(
  grid: LineGrid,
  target: Vector,
  proposal: MoveDensity,
  { ratio = proposal }: MetropolisOptions = {},
): MetropolisChain {
  const { points, spacing } = grid;
  const count = points.length;
  if (target.length !== count) {
    throw new RangeError(
      `metropolisChain: target expects ${count} masses, one per point, got ${target.length}; take gridLaw on the same grid`,
    );
  }
  const logMasses = target.map(log);
  const proposed = logDensities(points, proposal);
  const compared = ratio === proposal ? proposed : logDensities(points, ratio);
  const transition = matrix(count, count);
  let acceptance = 0;
  for (let i = 0; i < count; i++) {
    const row = transition.row(i);
    let moved = 0;
    for (let j = 0; j < count; j++) {
      const gain = logMasses[j] - logMasses[i] + compared.data[j * count + i] - compared.data[i * count + j];
      row[j] = spacing * exp(proposed.data[i * count + j] + Math.min(0, Number.isNaN(gain) ? 0 : gain));
      if (j !== i) moved += row[j];
    }
    const accepted = moved + row[i];
    if (accepted > 1 + 1e-9) {
      throw new RangeError(
        `metropolisChain: proposal expects a density that the grid resolves, got a sum of ${accepted} from ${points[i]}; take a finer grid`,
      );
    }
    acceptance += target[i] * accepted;
    row[i] = Math.max(0, 1 - moved);
  }
  return { transition, acceptance };
}

/**
 * The chain on a grid that moves by a density and rejects nothing: each row of density times spacing is normalised.
 * @returns P, [n, n]
 * @throws RangeError when from some point no point of the grid can be reached, its densities being too small for the range of numbers
 * Cost: n² exponentials.
 */
export function unadjustedChain({ points }: LineGrid, move: MoveDensity): Matrix {
  const transition = logDensities(points, move);
  for (let i = 0; i < points.length; i++) {
    const row = transition.row(i);
    const largest = row.reduce((high, value) => Math.max(high, value), -Infinity);
    if (largest === -Infinity) {
      throw new RangeError(
        `unadjustedChain: move expects a density above 0 on the grid, got none from ${points[i]}; take a wider grid or longer moves`,
      );
    }
    let total = 0;
    for (let j = 0; j < row.length; j++) {
      row[j] = exp(row[j] - largest);
      total += row[j];
    }
    for (let j = 0; j < row.length; j++) row[j] /= total;
  }
  return transition;
}

/**
 * The law after a step of a chain, μP: infinitely many walkers moved at once.
 * @param law masses, [n]
 * @throws RangeError when the law has not one mass per row
 */
export function movedLaw(transition: Matrix, law: Vector): Vector {
  const { rowCount, columnCount, data } = transition;
  if (law.length !== rowCount) {
    throw new RangeError(
      `movedLaw: law expects ${rowCount} masses, one per row, got ${law.length}; take the law on the grid of the chain`,
    );
  }
  const next = vector(columnCount);
  for (let i = 0; i < rowCount; i++) {
    const [mass, from] = [law[i], i * columnCount];
    for (let j = 0; j < columnCount; j++) next[j] += mass * data[from + j];
  }
  return next;
}

/**
 * Mean of (x′ − x)² over a step of a chain whose points have a law.
 * @param law masses, [n]
 * @throws RangeError when law or matrix do not fit the grid
 */
export function meanSquaredJump({ points }: LineGrid, transition: Matrix, law: Vector): number {
  checkLength('meanSquaredJump: law', law, points.length);
  checkLength('meanSquaredJump: transition', transition.data, points.length * points.length);
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const row = transition.row(i);
    let fromHere = 0;
    for (let j = 0; j < row.length; j++) fromHere += row[j] * squared(points[j] - points[i]);
    sum += law[i] * fromHere;
  }
  return sum;
}

/** ln g(xⱼ|xᵢ) of all moves between points. */
function logDensities(points: Vector, density: MoveDensity): Matrix {
  const result = matrix(points.length, points.length);
  for (let i = 0; i < points.length; i++) {
    const [row, towards] = [result.row(i), density(points[i])];
    for (let j = 0; j < row.length; j++) row[j] = towards(points[j]);
  }
  return result;
}
