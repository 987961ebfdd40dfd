import { perPath, perRun, type ShardedAlgorithm, shardedAlgorithm } from '../algorithm/index.js';
import {
  checkCount,
  checkLength,
  checkPositive,
  firstNonFinite,
  type Matrix,
  matrix,
  shapeOf,
  type Vector,
  vectorOf,
} from '../array/index.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf } from '../energy/index.js';
import type { ModelRecipe } from '../model/index.js';
import { callOf, portable } from '../parallel/index.js';
import { type ScoredModel, scoredModelOf } from './potential.js';
import { trainingPerformer } from './training-performer.js';

/** How multipliers are trained. */
export interface TrainingOptions {
  /** q₀, whose draws the walkers start from. */
  readonly base: ScoredModel;
  /** Multipliers to lead the walkers to before training, [K], such as those of `scoreMatching`. */
  readonly start: ArrayLike<number>;
  /**
   * C, [K, K], the covariance of Φ under paths of a law near the one sought, such as the paths that α is the mean energy of: as many as
   * make C of full rank.
   */
  readonly covariance: Matrix;
  /** Steps in which θ rises in a straight line from 0 to `start`; from 1. */
  readonly rampSteps: number;
  /** h > 0. */
  readonly stepSize: number;
  /** N > K, walkers that are weighted together. */
  readonly walkerCount: number;
  /** Walkers are drawn anew by their weights when the effective share falls below this; ½ when left out, 0 for never. */
  readonly leastShare?: number;
}

/** Training with its options filled in. */
export interface Training extends Required<TrainingOptions> {
  readonly energy: Energy;
  readonly target: Vector;
}

/** The quantities of a training run. */
export type TrainingSchema = ReturnType<typeof schemaOf>;

/** Jarzynski-corrected training as an algorithm of the runner. */
export type JarzynskiTraining = ShardedAlgorithm<TrainingSchema>;

function schemaOf({ signalLength, componentCount }: Energy) {
  return {
    state: { paths: perPath(signalLength), multipliers: perRun(componentCount) },
    exchanged: {
      energies: perPath(componentCount),
      logWeights: perPath(),
      /** Values of the walkers, for those that are drawn anew. */
      walkers: perPath(signalLength),
    },
    passing: {},
    records: {
      /** θ, weighted mean energies, effective share and ln of the mean weight, after each step. */
      multipliers: perRun(componentCount),
      meanEnergies: perRun(componentCount),
      effectiveShares: perRun(),
      logPartitions: perRun(),
    },
    snapshots: {},
  };
}

/**
 * Finds the multipliers of largest entropy by walkers with Jarzynski's weights (arXiv 2305.19414): θ′ = θ + g C⁻¹(Φ̄ − α), Φ̄ the
 * weighted mean of the walkers' energies, so that averages need no equilibrium.
 *
 * θ goes first in a straight line from 0 to `start`, then by gains g = 1/(s/2 + 4/h), s the steps since, which forget
 * the start as 1/s² and average over the later steps.
 * Deviation: a covariance scales the step, in place of a rate per parameter; it stays
 * fixed, since that of the walkers themselves is nearly singular where they are not many times K. Walkers that θ depends on give a biased ln Z; lead fresh
 * ones through the recorded multipliers (`multiplierSchedule`, `runJarzynski`).
 * @param target α, [K], mean energies that the law shall have
 * @throws RangeError when an argument is out of range; when it runs, naming components when C has not full rank
 * Cost of a step: an evaluation and a pullback per walker.
 */
export function jarzynskiTraining(
  energy: Energy,
  target: ArrayLike<number>,
  options: TrainingOptions,
): JarzynskiTraining {
  const { base, covariance, leastShare = 0.5, ...numbers } = options;
  const start = vectorOf(options.start);
  const training: Training = { ...numbers, base, covariance, leastShare, start, energy, target: vectorOf(target) };
  checkTraining(training);
  const plain = { ...numbers, start, leastShare, spread: covariance.data };
  const { recipe } = energy;
  return shardedAlgorithm({
    name: 'Jarzynski training',
    shape: shapeOf(energy),
    coupling: { kind: 'ensembles', size: options.walkerCount },
    cutsEnsembles: true,
    schema: schemaOf(energy),
    identity: { energy: energyIdentity(energy), target: training.target, ...plain, base: base.recipe },
    ...(recipe && { call: callOf(madeTraining, recipe, training.target, plain, base.recipe) }),
    perform: (space, range, key) => trainingPerformer(training, space, range, key),
  });
}

const madeTraining = portable(
  'chain/jarzynski-training',
  (
    energy: EnergyRecipe,
    target: Vector,
    { spread, ...plain }: Omit<TrainingOptions, 'base' | 'covariance'> & { readonly spread: Vector },
    base: ModelRecipe,
  ): JarzynskiTraining => {
    const covariance = matrix(target.length, target.length, spread);
    return jarzynskiTraining(energyOf(energy), target, { ...plain, covariance, base: scoredModelOf(base) });
  },
);

function checkTraining({
  energy,
  target,
  start,
  base,
  covariance,
  rampSteps,
  stepSize,
  walkerCount,
  leastShare,
}: Training): void {
  const { componentCount: K, name, labels, signalLength } = energy;
  const refuse = (what: string, got: unknown, remedy: string): never => {
    throw new RangeError(`jarzynskiTraining: ${what}, got ${String(got)}; ${remedy}`);
  };
  checkLength('jarzynskiTraining: target', target, K);
  checkLength('jarzynskiTraining: start', start, K);
  const bad = firstNonFinite(target);
  if (bad >= 0)
    refuse('target expects finite numbers', `${target[bad]} for ${labels[bad]}`, 'measure it on finite paths');
  const wrong = firstNonFinite(start);
  if (wrong >= 0) refuse('start expects finite numbers', `${start[wrong]} for ${labels[wrong]}`, 'start from 0');
  if (covariance.rowCount !== K || covariance.columnCount !== K) {
    refuse(
      `covariance expects [${K}, ${K}]`,
      `[${covariance.rowCount}, ${covariance.columnCount}]`,
      'give a row per component',
    );
  }
  const odd = covariance.data.findIndex((value, i) => !isSymmetricAt(covariance, value, i));
  if (odd >= 0) {
    refuse(
      `covariance expects finite numbers, the same above and below the diagonal`,
      `${covariance.data[odd]} for ${labels[Math.floor(odd / K)]} and ${labels[odd % K]}`,
      'give a covariance of the energies',
    );
  }
  if (base.signalLength !== signalLength)
    refuse(`base expects signal length ${signalLength}`, base.signalLength, 'take both for the same paths');
  checkCount('jarzynskiTraining: rampSteps', rampSteps, 1);
  checkPositive('jarzynskiTraining: stepSize', stepSize);
  if (!Number.isInteger(walkerCount) || walkerCount <= K) {
    refuse(
      `walkerCount expects a whole number above ${K}, the number of components of ${name}`,
      walkerCount,
      'take more walkers',
    );
  }
  if (!(leastShare >= 0 && leastShare <= 1))
    refuse('leastShare expects a number from 0 to 1', leastShare, 'give 0 for no resampling');
}

function isSymmetricAt({ rowCount: K, data }: Matrix, value: number, i: number): boolean {
  const [k, l] = [Math.floor(i / K), i % K];
  const scale = Math.sqrt(Math.abs(data[k * K + k] * data[l * K + l]));
  return Number.isFinite(value) && Math.abs(value - data[l * K + k]) <= 1e-9 * Math.max(scale, Math.abs(value));
}
