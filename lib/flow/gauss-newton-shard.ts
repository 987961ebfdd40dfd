import { rowAt, type Space, turn } from '../algorithm/index.js';
import { type Matrix, matrix, meanRows, type Vector, vector } from '../array/index.js';
import { gramEvaluator, triangleSize } from '../energy/index.js';
import type { Range } from '../parallel/index.js';
import type { DescentSchema } from './descent-algorithm.js';
import type { Flow } from './flow.js';
import { gramPathsOf } from './gauss-newton.js';
import { type GaussNewtonForce, gaussNewtonForce, meanGram } from './gauss-newton-force.js';
import { inStep } from './step.js';

/** What a shard does for Gauss–Newton steps besides moving paths. */
export interface GaussNewtonShard {
  /** Writes the Gram matrices of the shard's paths, [N of the shard, d], after t steps. */
  evaluate(t: number, paths: Vector): void;
  /** The force on ensemble e of the step that follows t others: the same in every shard. */
  force(t: number, e: number): GaussNewtonForce;
  /** Writes the forces on the shard's paths, [N of the shard, K]. */
  writeForces(t: number, forces: Matrix): void;
  /** Records the forces on the ensembles whose first path is the shard's. */
  record(t: number): void;
}

/** The Gauss–Newton part of a shard. Sums over paths run in the order of the paths, whatever the shards. */
export function gaussNewtonShard(flow: Flow, space: Space<DescentSchema>, { start, end }: Range): GaussNewtonShard {
  const { signalLength: d, componentCount: K } = flow.energy;
  const { ensembleSize: size, pathCount, records } = space;
  const count = gramPathsOf(flow.gaussNewton!, size);
  const gramSize = triangleSize(K);
  const evaluateGrams = gramEvaluator(flow.energy);
  const forces = new Map<number, GaussNewtonForce>();
  let known = -1;

  function force(t: number, e: number): GaussNewtonForce {
    if (t !== known) forces.clear();
    known = t;
    const kept = forces.get(e);
    if (kept) return kept;
    const { energies, grams } = turn(space.exchanged, t);
    const mean = vector(K);
    meanRows(matrix(pathCount, K, energies), e * size, size, mean);
    const found = gaussNewtonForce(flow, mean, meanGram(flow, size, grams, e));
    forces.set(e, found);
    return found;
  }

  return {
    evaluate(t, paths) {
      const { grams } = turn(space.exchanged, t);
      // Whole ensembles that enter G lie side by side: one call for all.
      const runs = count === size ? [{ first: start, last: end, at: start }] : runsOf(start, end, size, count);
      for (const { first, last, at } of runs) {
        const own = paths.subarray((first - start) * d, (last - start) * d);
        evaluateGrams(own, last - first, grams.subarray(at * gramSize, (at + last - first) * gramSize));
      }
    },
    force,
    writeForces(t, out) {
      for (let n = start; n < end; n++) out.row(n - start).set(force(t, Math.floor(n / size)).weights);
    },
    record(t) {
      const [weights, stepSizes] = [records.weights, records.stepSizes].map((rows) => rowAt(rows, space, t));
      for (let e = Math.ceil(start / size); e * size < end; e++) {
        const { weights: own, stepSize } = inStep(flow, t + 1, () => force(t, e));
        stepSizes[e] = stepSize;
        if (weights.length > 0) weights.set(own, e * K);
      }
    },
  };
}

/** The paths from start to end that enter the G of their ensembles, and the place of the first in [R · count]. */
function runsOf(
  start: number,
  end: number,
  size: number,
  count: number,
): { first: number; last: number; at: number }[] {
  const runs: { first: number; last: number; at: number }[] = [];
  for (let e = Math.floor(start / size); e * size < end; e++) {
    const [first, last] = [Math.max(start, e * size), Math.min(end, e * size + count)];
    if (first < last) runs.push({ first, last, at: e * count + first - e * size });
  }
  return runs;
}
