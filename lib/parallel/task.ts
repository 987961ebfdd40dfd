import { type Portable, portable } from './portable.js';
import type { Shard } from './shard.js';

/** A portable function that `runShards` runs once for each payload; what it returns, or a promise of it, is the outcome. */
export type Task<Payload, Result> = Portable<[payload: Payload, shard: Shard], Result>;

/**
 * Declares a task, at the top level of the module that the name gives: `task('algorithm/segment', run)` in
 * lib/algorithm/segment.ts.
 * @throws RangeError when the name is taken
 */
export function task<Payload, Result>(
  name: string,
  run: (payload: Payload, shard: Shard) => Result,
): Task<Payload, Result> {
  return portable(name, run);
}
