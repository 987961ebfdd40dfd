import { availableParallelism } from 'node:os';
import { type PackedError, packError } from './packed-error.js';
import { type Control, leaveRun, Released, type Shard, shardOf, stopShards } from './shard.js';

/** What the pool sends a worker: one shard of one run. */
export interface Assignment {
  readonly module: string;
  readonly name: string;
  readonly payload: unknown;
  readonly index: number;
  readonly count: number;
  readonly control: Control;
}

/** How a shard ended: with an outcome, with an error of its own, or because the run was stopped. */
export type Reply =
  | { readonly kind: 'done'; readonly outcome: unknown }
  | { readonly kind: 'failed'; readonly error: PackedError }
  | { readonly kind: 'released' }
  /** Its thread ended without an answer. */
  | { readonly kind: 'lost'; readonly error: PackedError };

/** Runs one shard, in a worker or in the calling thread; never throws. */
export async function runShard(assignment: Assignment): Promise<Reply> {
  const { module, name, payload, index, count, control } = assignment;
  try {
    const task: unknown = require(module)[name];
    if (typeof task !== 'function') {
      throw new TypeError(`runShards: task expects ${module} to export a function ${name}, got ${typeof task}`);
    }
    const shard: Shard = shardOf(control, index, count, count <= availableParallelism());
    const outcome: unknown = await task(payload, shard);
    leaveRun(control);
    return { kind: 'done', outcome };
  } catch (error) {
    return refuse(error, control);
  }
}

/** What a shard that threw answers; everyone else is told to leave. */
export function refuse(error: unknown, control: Control): Reply {
  if (error instanceof Released) return { kind: 'released' };
  stopShards(control);
  return { kind: 'failed', error: packError(error) };
}
