import type { Matrix } from '../array/index.js';
import { type PartitionEstimate, partitionEstimate } from '../chain/index.js';
import { foldIn, type Key } from '../random/index.js';
import type { TrainingProblem } from './problem.js';

/**
 * Leads fresh walkers through a table of parameters: ln(Z_T/Z₀) without bias in Z, since no row depends on these walkers. The walkers of
 * a training, on which its parameters depend, have a biased one.
 * @param problem of finitely many walkers
 * @param parameters θ₀ … θ_T, [T + 1, K]; the law of θ₀ can be drawn from
 * @throws RangeError when the table has one row, and what the problem throws
 * Cost: T steps of the problem's walkers with weights.
 */
export function ledWalkers(problem: TrainingProblem, parameters: Matrix, key: Key): PartitionEstimate {
  if (parameters.rowCount < 2) {
    throw new RangeError(`ledWalkers: parameters expects two rows or more, got ${parameters.rowCount}; give θ₀ and θ₁`);
  }
  let walkers = problem.fromModel(parameters.row(0), foldIn(key, 0));
  for (let t = 1; t < parameters.rowCount; t++) {
    const change = { from: parameters.row(t - 1), to: parameters.row(t) };
    walkers = problem.lead(walkers, change, foldIn(key, t));
  }
  return partitionEstimate(walkers.logWeights);
}
