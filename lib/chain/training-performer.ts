import { type Performer, rowAt, type Space } from '../algorithm/index.js';
import { ensemble, firstNonFinite, shapeOf, type Vector, vector } from '../array/index.js';
import { gramSolver } from '../linear-algebra/index.js';
import type { Range } from '../parallel/index.js';
import { draws, foldIn, type Key } from '../random/index.js';
import { blockDerivatives, weightedRows } from './block-derivatives.js';
import { langevinMove, partitionEstimate, workTerm } from './jarzynski.js';
import type { Training, TrainingSchema } from './jarzynski-training.js';

/** What all walkers say of the law at one step. */
interface Weighted {
  readonly weights: Vector;
  readonly mean: Vector;
  readonly logPartition: number;
  readonly effectiveShare: number;
}

/**
 * Moves the walkers of one shard of a training run, in place. Every shard computes θ from the shared rows, in the order of the walkers,
 * so that all have the same bits.
 */
export function trainingPerformer(training: Training, space: Space<TrainingSchema>, range: Range, key: Key): Performer {
  const { energy, target, base, stepSize, leastShare } = training;
  const { signalLength: d, componentCount: K, labels } = energy;
  const { pathCount, records } = space;
  if (pathCount !== training.walkerCount) {
    throw new RangeError(
      `Jarzynski training: paths expects the ${training.walkerCount} walkers that are weighted together, got ${pathCount}`,
    );
  }
  const count = range.end - range.start;
  const own = (values: Vector, width = 1): Vector => values.subarray(range.start * width, range.end * width);
  const derivatives = blockDerivatives(energy);
  const theta = space.state.multipliers.slice();
  const { solve } = gramSolver(training.covariance, { labels, caller: 'jarzynskiTraining' });
  let paths = ensemble(count, shapeOf(energy), own(space.state.paths, d).slice());
  let potential: Vector = vector(count);
  let gradient: Vector = vector(count * d);

  /** Evaluates U_θ and its gradient at the walkers, and writes their energies where they are given. */
  function evaluate(energies: Vector): void {
    potential = vector(count);
    gradient = vector(count * d);
    derivatives(paths, theta, { energies, gradient });
    weightedRows(energies, theta, potential);
    const logBase = base.logDensity(paths);
    const score = base.score(paths).data;
    for (let n = 0; n < count; n++) potential[n] -= logBase[n];
    for (let i = 0; i < score.length; i++) gradient[i] -= score[i];
  }

  function show(t: number, logWeights: Vector): void {
    evaluate(own(space.exchanged[t % 2].energies, K));
    own(space.exchanged[t % 2].logWeights).set(logWeights);
    own(space.exchanged[t % 2].walkers, d).set(paths.data);
  }

  function weighted(t: number): Weighted {
    const { energies, logWeights } = space.exchanged[t % 2];
    const { weights, logRatio, effectiveShare } = partitionEstimate(logWeights);
    const mean = vector(K);
    for (let n = 0; n < pathCount; n++) for (let k = 0; k < K; k++) mean[k] += weights[n] * energies[n * K + k];
    return { weights, mean, logPartition: logRatio.value, effectiveShare };
  }

  /** Moves θ: in a straight line at first, then towards the target's mean energies. */
  function learn(t: number, { mean }: Weighted): void {
    const { start, rampSteps } = training;
    if (t < rampSteps) {
      for (let k = 0; k < K; k++) theta[k] = (start[k] * (t + 1)) / rampSteps;
      return;
    }
    const gain = 1 / ((t - rampSteps) / 2 + 4 / stepSize);
    const direction = mean.map((value, k) => value - target[k]);
    solve(direction);
    for (let k = 0; k < K; k++) theta[k] += gain * direction[k];
  }

  /** Draws walkers anew by their weights, systematically: one uniform number for all of them. */
  function redraw(t: number, { weights, logPartition }: Weighted): Vector {
    const { walkers } = space.exchanged[t % 2];
    const offset = draws(foldIn(foldIn(key, t), pathCount)).uniform();
    const drawn = ensemble(count, paths.shape);
    let [ancestor, cumulated] = [0, weights[0]];
    for (let n = 0; n < range.end; n++) {
      while (cumulated < (n + offset) / pathCount && ancestor < pathCount - 1) cumulated += weights[++ancestor];
      if (n < range.start) continue;
      drawn.path(n - range.start).set(walkers.subarray(ancestor * d, (ancestor + 1) * d));
    }
    paths = drawn;
    evaluate(vector(count * K));
    return vector(count).fill(logPartition);
  }

  // In the middle of a run U_θ is evaluated again; its numbers are those of before, to the bit.
  if (firstNonFinite(paths.data) < 0) evaluate(vector(count * K));
  return {
    begin: () => show(0, vector(count)),
    advance(t) {
      const state = weighted(t);
      let logWeights: Vector = own(space.exchanged[t % 2].logWeights).slice();
      if (state.effectiveShare < leastShare) logWeights = redraw(t, state);
      const [before, values, slopes] = [paths, potential, gradient];
      learn(t, state);
      const stepKey = foldIn(key, t);
      paths = langevinMove(before, slopes, { stepSize, keyOf: (n) => foldIn(stepKey, range.start + n) });
      show(t + 1, vector(count));
      for (let n = 0; n < count; n++) {
        const place = { n, size: d, stepSize };
        logWeights[n] += workTerm(values[n], slopes, before.data, paths.data, place);
        logWeights[n] -= workTerm(potential[n], gradient, paths.data, before.data, place);
      }
      own(space.exchanged[(t + 1) % 2].logWeights).set(logWeights);
    },
    record(t) {
      const { logWeights } = space.exchanged[t % 2];
      const bad = firstNonFinite(logWeights);
      if (bad >= 0) {
        throw new RangeError(
          `Jarzynski training: walker ${bad} has log-weight ${logWeights[bad]} after step ${t}, expected a finite number; ` +
            'take smaller steps, or a start nearer to 0',
        );
      }
      if (range.start > 0) return;
      const { mean, logPartition, effectiveShare } = weighted(t);
      rowAt(records.multipliers, space, t).set(theta);
      rowAt(records.meanEnergies, space, t).set(mean);
      rowAt(records.effectiveShares, space, t)[0] = effectiveShare;
      rowAt(records.logPartitions, space, t)[0] = logPartition;
    },
    save() {
      own(space.state.paths, d).set(paths.data);
      if (range.start === 0) space.state.multipliers.set(theta);
    },
  };
}
