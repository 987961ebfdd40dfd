import { host, type Settings } from '../host/index.js';
import { type PackedError, packError } from './packed-error.js';
import { portableNamed } from './portable.js';
import { restInTurn } from './rest.js';
import { type Control, leaveRun, Released, shardOf, stopShards } from './shard.js';

/** What the pool sends a worker: one shard of one run. */
export interface Assignment {
  /** Name of the task. */
  readonly task: string;
  /** Paths of the modules that declare the portable functions of the run. */
  readonly modules: readonly string[];
  readonly payload: unknown;
  readonly index: number;
  readonly count: number;
  readonly control: Control;
  /** Settings of the calling thread. */
  readonly settings: Settings;
}

/** The end of a shard: an outcome, an error of its own, or the notice that the run was stopped. */
export type Reply =
  | { readonly kind: 'done'; readonly outcome: unknown }
  | { readonly kind: 'failed'; readonly error: PackedError }
  | { readonly kind: 'released' }
  /** The shard's thread ended without an answer. */
  | { readonly kind: 'lost'; readonly error: PackedError };

/**
 * Runs one shard, in a worker or in the calling thread; never throws.
 * @param load loads a module by its path inside lib; left out in the calling thread, where all modules of the run are loaded
 */
export async function runShard(
  { task, modules, payload, index, count, control }: Assignment,
  load?: (module: string) => void | Promise<void>,
): Promise<Reply> {
  try {
    if (load) for (const module of modules) await load(module);
    const { run } = portableNamed(task);
    const rest = load ? () => undefined : restInTurn();
    const shard = { ...shardOf(control, index, count, count <= (host.workers?.count ?? 1)), rest };
    const outcome = await run(...([payload, shard] as never));
    leaveRun(control);
    return { kind: 'done', outcome };
  } catch (error) {
    return refuse(error, control);
  }
}

/** The answer of a shard that threw; all other shards of the run are told to stop. */
export function refuse(error: unknown, control: Control): Reply {
  if (error instanceof Released) return { kind: 'released' };
  stopShards(control);
  return { kind: 'failed', error: packError(error) };
}
