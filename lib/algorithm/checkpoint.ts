import { isVector, type Shape, type Vector } from '../array/index.js';
import type { Key } from '../random/index.js';
import type { Schema, ShardedAlgorithm } from './algorithm.js';
import { type Extent, type Space, turn } from './space.js';

/** What a run is a run of: another's checkpoint is refused. Plain data. */
export interface Belonging {
  readonly algorithm: string;
  /** JSON text of the algorithm's identity. */
  readonly identity: string;
  readonly pathCount: number;
  readonly shape: Shape;
  readonly stepCount: number;
  readonly snapshotSteps: readonly number[];
  readonly key: Key;
}

/** Where a run has got to: plain data and vectors, enough to go on from. */
export interface Checkpoint<Owner = Belonging> {
  readonly belongsTo: Owner;
  /** Steps taken. */
  readonly stepNumber: number;
  /** By name, such as `group.field`: what the next step needs, and what was recorded so far. */
  readonly vectors: Readonly<Record<string, Vector>>;
}

/** What a run of so many steps belongs to. */
export function belongingOf(
  algorithm: ShardedAlgorithm,
  { pathCount, lastStep, snapshotSteps }: Extent,
  key: Key,
): Belonging {
  return {
    algorithm: algorithm.name,
    identity: JSON.stringify(algorithm.identity, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as Vector) : value,
    ),
    pathCount,
    shape: algorithm.shape,
    stepCount: lastStep,
    snapshotSteps: [...snapshotSteps],
    key,
  };
}

/** The numbers of a space that last from step to step, by name: views, not copies. */
function lasting<S extends Schema>(space: Space<S>, stepNumber: number): Record<string, Vector> {
  const groups = {
    state: space.state,
    exchanged: turn(space.exchanged, stepNumber),
    records: space.records,
    snapshots: space.snapshots,
  };
  const entries = Object.entries(groups).flatMap(([group, values]) =>
    Object.entries<Vector>(values).map(([field, vector]) => [`${group}.${field}`, vector] as const),
  );
  return Object.fromEntries(entries);
}

/** A checkpoint of a space; its vectors are those of the space, which the run goes on to change. */
export function checkpointOf<S extends Schema>(space: Space<S>, stepNumber: number, belongsTo: Belonging): Checkpoint {
  return { belongsTo, stepNumber, vectors: lasting(space, stepNumber) };
}

/**
 * Writes a checkpoint's numbers into a space.
 * @param checkpoint of whatever source, such as a file
 * @returns the number of steps taken
 * @throws RangeError when the checkpoint belongs to another run, or is not whole; the space is as it was then
 */
export function restore<S extends Schema>(space: Space<S>, checkpoint: unknown, own: Belonging): number {
  return restoreVectors(own.algorithm, checkpoint, { own, vectorsAt: (stepNumber) => lasting(space, stepNumber) });
}

/** What goes on from a checkpoint. */
export interface Restored<Owner> {
  /** What the checkpoint has to belong to: plain data. */
  readonly own: Owner;
  /** The vectors that are written over, by name, after so many steps. */
  vectorsAt(stepNumber: number): Readonly<Record<string, Vector>>;
}

/**
 * Writes a checkpoint's vectors over those of a run.
 * @param where the run, for the error
 * @param checkpoint of whatever source, such as a file
 * @returns the number of steps taken
 * @throws RangeError when the checkpoint belongs to another run, or is not whole; the vectors are as they were then
 */
export function restoreVectors<Owner extends { readonly stepCount: number }>(
  where: string,
  checkpoint: unknown,
  { own, vectorsAt }: Restored<Owner>,
): number {
  const { belongsTo, stepNumber, vectors } = Object(checkpoint) as { readonly [name in keyof Checkpoint]?: unknown };
  const found = Object(belongsTo) as { readonly [name in keyof Owner]?: unknown };
  const wrong = (Object.keys(own) as (keyof Owner & string)[]).find(
    (name) => JSON.stringify(own[name]) !== JSON.stringify(found[name]),
  );
  if (wrong !== undefined) throw refusal(where, wrong, own[wrong], found[wrong]);
  if (typeof stepNumber !== 'number' || !Number.isInteger(stepNumber) || stepNumber < 0 || stepNumber > own.stepCount) {
    throw refusal(where, 'stepNumber', `from 0 to ${own.stepCount}`, stepNumber);
  }
  const places = Object.entries(vectorsAt(stepNumber));
  const numbers = places.map(([name, values]) => {
    const kept: unknown = Object(vectors)[name];
    if (isVector(kept) && kept.length === values.length) return kept;
    throw refusal(where, name, `${values.length} numbers`, isVector(kept) ? kept.length : undefined);
  });
  for (const [i, [, values]] of places.entries()) values.set(numbers[i]);
  return stepNumber;
}

function refusal(where: string, what: string, wanted: unknown, got: unknown): RangeError {
  const short = (value: unknown): string => {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
    return text.length > 120 ? `${text.slice(0, 119)}…` : text;
  };
  return new RangeError(
    `${where}: resume expects a checkpoint of this run, with ${what} ${short(wanted)}, got ${short(got)}; start without it`,
  );
}
