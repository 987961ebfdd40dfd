import { isVector, type Vector } from '../array/index.js';
import type { Key } from '../random/index.js';

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

/** Where a training has got to: plain data and vectors, enough to go on from. */
export interface TrainingCheckpoint {
  readonly belongsTo: TrainingBelonging;
  /** Steps taken. */
  readonly stepNumber: number;
  /** Parameters, states of optimisers, losses and snapshots, by name. */
  readonly vectors: Readonly<Record<string, Vector>>;
}

/**
 * The step number of a checkpoint, whose vectors are written over those of the training.
 * @param checkpoint of whatever source, such as a file
 * @param vectors of the training
 * @throws RangeError when the checkpoint belongs to another training, or is not whole; the vectors are as they were then
 */
export function restoreTraining(
  checkpoint: unknown,
  own: TrainingBelonging,
  vectors: Readonly<Record<string, Vector>>,
): number {
  const found = Object(checkpoint) as { readonly [name in keyof TrainingCheckpoint]?: unknown };
  const belongsTo = Object(found.belongsTo) as { readonly [name in keyof TrainingBelonging]?: unknown };
  for (const name of Object.keys(own) as (keyof TrainingBelonging)[]) {
    if (JSON.stringify(own[name]) !== JSON.stringify(belongsTo[name])) throw refusal(name, own[name], belongsTo[name]);
  }
  const { stepNumber } = found;
  if (typeof stepNumber !== 'number' || !Number.isInteger(stepNumber) || stepNumber < 0 || stepNumber > own.stepCount) {
    throw refusal('stepNumber', `from 0 to ${own.stepCount}`, stepNumber);
  }
  const kept = Object.entries(vectors).map(([name, values]) => {
    const numbers: unknown = Object(found.vectors)[name];
    if (isVector(numbers) && numbers.length === values.length) return numbers;
    throw refusal(name, `${values.length} numbers`, isVector(numbers) ? numbers.length : undefined);
  });
  Object.values(vectors).forEach((values, i) => {
    values.set(kept[i]);
  });
  return stepNumber;
}

function refusal(what: string, wanted: unknown, got: unknown): RangeError {
  const short = (value: unknown): string => (JSON.stringify(value) ?? 'none').slice(0, 120);
  return new RangeError(
    `train: resume expects a checkpoint of this training, with ${what} ${short(wanted)}, got ${short(got)}; start without it`,
  );
}
