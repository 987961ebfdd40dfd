import { type PortableCall, perform, type Range, type Shard, task } from '../parallel/index.js';
import type { Key } from '../random/index.js';
import type { Schema, ShardedAlgorithm } from './algorithm.js';
import type { Space } from './space.js';

/** A shard's part of the steps from … to − 1 of a run: the paths range.start … range.end − 1. */
export interface Segment<S extends Schema> {
  /** The algorithm itself in the calling thread, how to make it in another. */
  readonly algorithm: ShardedAlgorithm<S> | PortableCall<ShardedAlgorithm<S>>;
  readonly space: Space<S>;
  readonly key: Key;
  readonly range: Range;
  readonly from: number;
  readonly to: number;
}

/**
 * Takes the steps of a segment with the paths of one shard.
 *
 * Shards meet at a barrier once a step. What one writes and others read is kept twice, for even and for odd steps, so that a shard
 * may go on while another still reads.
 */
async function runSegment({ algorithm, space, key, range, from, to }: Segment<Schema>, shard: Shard): Promise<void> {
  const made: ShardedAlgorithm = 'perform' in algorithm ? algorithm : perform(algorithm);
  const performer = made.perform(space, range, key);
  if (from === 0) {
    performer.begin();
    shard.barrier();
    performer.record(0);
  }
  for (let t = from; t < to; t++) {
    if (shard.cancelled()) return;
    performer.advance(t);
    shard.barrier();
    performer.record(t + 1);
    shard.report(t + 1 - from);
    const rest = shard.rest();
    if (rest) await rest;
  }
  performer.save();
}

export const segment = task('algorithm/segment', runSegment);
