import type { Checkpoint } from '../algorithm/index.js';
import type { Vector } from '../array/index.js';
import type { Key } from '../random/index.js';
import type { NetworkTrainingOptions, Turn } from './training.js';

/** What a training is a training of: another's checkpoint is refused. Plain data. */
export interface TrainingBelonging {
  readonly turns: readonly { readonly name: string; readonly moves: readonly string[]; readonly optimiser: string }[];
  /** Lengths of the parameter vectors, by name. */
  readonly parameterCounts: Readonly<Record<string, number>>;
  readonly stepCount: number;
  readonly snapshotSteps: readonly number[];
  readonly key: Key;
  /** Of TensorFlow.js: backends round differently. */
  readonly backend: string;
}

/** Where a training has got to, enough to go on from: parameters, states of optimisers, losses and snapshots. */
export type TrainingCheckpoint = Checkpoint<TrainingBelonging>;

/** What a training belongs to, for its checkpoints. */
export function belongingOf<Name extends string>(
  turns: readonly Turn<Name>[],
  initial: Readonly<Record<Name, Vector>>,
  { stepCount, key, snapshotSteps = [] }: NetworkTrainingOptions,
  backend: string,
): TrainingBelonging {
  return {
    turns: turns.map(({ name, moves, optimiser }) => ({
      name,
      moves: [...moves],
      optimiser: JSON.stringify(optimiser.identity),
    })),
    parameterCounts: Object.fromEntries(
      Object.entries<Vector>(initial).map(([name, { length }]) => [name, length] as const),
    ),
    stepCount,
    snapshotSteps: [...snapshotSteps],
    key,
    backend,
  };
}
