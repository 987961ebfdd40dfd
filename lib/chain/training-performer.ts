import { type Performer, rowAt, type Space } from '../algorithm/index.js';
import { type Ensemble, ensemble, firstNonFinite, shapeOf, type Vector, vector } from '../array/index.js';
import { covarianceWords, gramSolver } from '../linear-algebra/index.js';
import type { Range } from '../parallel/index.js';
import { foldIn, type Key } from '../random/index.js';
import { blockDerivatives, weightedRows } from './block-derivatives.js';
import { type Slopes, workTerm } from './jarzynski.js';
import type { Training, TrainingSchema } from './jarzynski-training.js';
import { langevinMove } from './langevin-move.js';
import { partitionEstimate } from './partition-estimate.js';
import { checkLogWeights, systematicAncestors } from './resampling.js';

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
  const { energy, stepSize, leastShare } = training;
  const { signalLength: d, componentCount: K } = energy;
  checkWalkers(training, space);
  const count = range.end - range.start;
  const own = (values: Vector, width = 1): Vector => values.subarray(range.start * width, range.end * width);
  const theta = space.state.multipliers.slice();
  const slopesAt = slopesOf(training, theta);
  const learn = learner(training, theta);
  let paths = ensemble(count, shapeOf(energy), own(space.state.paths, d).slice());
  // In the middle of a run U_θ is evaluated again; its numbers are those of before, to the bit.
  let slopes = firstNonFinite(paths.data) < 0 ? slopesAt(paths, vector(count * K)) : undefined;

  function show(t: number): Slopes {
    own(space.exchanged[t % 2].walkers, d).set(paths.data);
    slopes = slopesAt(paths, own(space.exchanged[t % 2].energies, K));
    return slopes;
  }

  return {
    begin() {
      show(0);
      own(space.exchanged[0].logWeights).fill(0);
    },
    advance(t) {
      const state = weighted(space, K, t);
      let logWeights: Vector = own(space.exchanged[t % 2].logWeights).slice();
      if (state.effectiveShare < leastShare) {
        paths = redrawn(space, range, state.weights, { d, t, key, shape: paths });
        slopes = slopesAt(paths, vector(count * K));
        logWeights = vector(count).fill(state.logPartition);
      }
      const [before, old] = [paths, slopes!];
      learn(t, state.mean);
      paths = langevinMove(before, old.gradient, { stepSize, key: foldIn(key, t), first: range.start });
      const now = show(t + 1);
      for (let n = 0; n < count; n++) {
        const place = { n, size: d, stepSize };
        logWeights[n] += workTerm(old, before.data, paths.data, place);
        logWeights[n] -= workTerm(now, paths.data, before.data, place);
      }
      own(space.exchanged[(t + 1) % 2].logWeights).set(logWeights);
    },
    record(t) {
      checkWeights(training, space.exchanged[t % 2], t);
      if (range.start > 0) return;
      const { mean, logPartition, effectiveShare } = weighted(space, K, t);
      rowAt(space.records.multipliers, space, t).set(theta);
      rowAt(space.records.meanEnergies, space, t).set(mean);
      rowAt(space.records.effectiveShares, space, t)[0] = effectiveShare;
      rowAt(space.records.logPartitions, space, t)[0] = logPartition;
    },
    save() {
      own(space.state.paths, d).set(paths.data);
      if (range.start === 0) space.state.multipliers.set(theta);
    },
  };
}

/** Makes the function that evaluates U_θ and its gradient at walkers, with θ as it is then, and writes their energies. */
function slopesOf({ energy, base }: Training, theta: Vector): (paths: Ensemble, energies: Vector) => Slopes {
  const derivatives = blockDerivatives(energy);
  return (paths, energies) => {
    const [potential, gradient] = [vector(paths.pathCount), vector(paths.data.length)];
    derivatives(paths, theta, { energies, gradient });
    weightedRows(energies, theta, potential);
    const logBase = base.logDensity(paths);
    const score = base.score(paths).data;
    for (let n = 0; n < potential.length; n++) potential[n] -= logBase[n];
    for (let i = 0; i < score.length; i++) gradient[i] -= score[i];
    return { potential, gradient };
  };
}

/** Makes the function that moves θ: in a straight line at first, then by C⁻¹(Φ̄ − α). */
function learner(training: Training, theta: Vector): (t: number, mean: Vector) => void {
  const { start, rampSteps, stepSize, target, covariance, energy } = training;
  const { solve } = gramSolver(covariance, {
    labels: energy.labels,
    caller: 'jarzynskiTraining',
    words: covarianceWords,
  });
  return (t, mean) => {
    if (t < rampSteps) {
      for (let k = 0; k < theta.length; k++) theta[k] = (start[k] * (t + 1)) / rampSteps;
      return;
    }
    const gain = 1 / ((t - rampSteps) / 2 + 4 / stepSize);
    const direction = mean.map((value, k) => value - target[k]);
    solve(direction);
    for (let k = 0; k < theta.length; k++) theta[k] += gain * direction[k];
  };
}

function weighted({ exchanged, pathCount }: Space<TrainingSchema>, K: number, t: number): Weighted {
  const { energies, logWeights } = exchanged[t % 2];
  const { weights, logRatio, effectiveShare } = partitionEstimate(logWeights);
  const mean = vector(K);
  for (let n = 0; n < pathCount; n++) for (let k = 0; k < K; k++) mean[k] += weights[n] * energies[n * K + k];
  return { weights, mean, logPartition: logRatio.value, effectiveShare };
}

/** The shard's walkers drawn anew by the weights of all, systematically: one uniform number for all of them. */
function redrawn(
  { exchanged, pathCount }: Space<TrainingSchema>,
  range: Range,
  weights: Vector,
  { d, t, key, shape }: { readonly d: number; readonly t: number; readonly key: Key; readonly shape: Ensemble },
): Ensemble {
  const { walkers } = exchanged[t % 2];
  const result = ensemble(shape.pathCount, shape.shape);
  const ancestors = systematicAncestors(weights, foldIn(foldIn(key, t), pathCount));
  for (let n = range.start; n < range.end; n++) {
    result.path(n - range.start).set(walkers.subarray(ancestors[n] * d, (ancestors[n] + 1) * d));
  }
  return result;
}

function checkWalkers({ walkerCount }: Training, { pathCount }: Space<TrainingSchema>): void {
  if (pathCount === walkerCount) return;
  throw new RangeError(
    `Jarzynski training: paths expects the ${walkerCount} walkers that are weighted together, got ${pathCount}; draw as many`,
  );
}

/** Refuses walkers whose energies or weights are not finite. */
function checkWeights(
  { energy: { componentCount: K, labels } }: Training,
  { energies, logWeights }: { readonly energies: Vector; readonly logWeights: Vector },
  t: number,
): void {
  const at = firstNonFinite(energies);
  if (at >= 0) {
    throw new RangeError(
      `Jarzynski training: walker ${Math.floor(at / K)} has energy ${energies[at]} (${labels[at % K]}) after step ${t}, expected a ` +
        `finite number; ${t === 0 ? 'start from finite walkers' : 'take smaller steps, or a start nearer to 0'}`,
    );
  }
  const advice = 'take smaller steps, or a start nearer to 0';
  checkLogWeights('Jarzynski training', logWeights, { stepNumber: t, advice });
}
