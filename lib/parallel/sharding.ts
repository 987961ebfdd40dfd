import { host, settings } from '../host/index.js';

/** A half-open range of blocks: start ≤ block < end. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Whether shards run in worker threads; MICROCANON_THREADS=off keeps all work in the calling thread. */
export function threadsAvailable(): boolean {
  return host.workers !== undefined && settings().threads && typeof SharedArrayBuffer === 'function';
}

/** How many shards to cut work into: MICROCANON_WORKERS, or the cores of this machine; 1 where threads are off. */
export function workerCount(): number {
  return threadsAvailable() ? (settings().workers ?? host.workers!.count) : 1;
}

/**
 * Cuts blocks 0 … blockCount − 1 into at most `shardCount` contiguous ranges, none empty, whose sizes differ by at most
 * one.
 *
 * For the same bits with any number of workers: choose a block size that does not depend on the workers, do within one
 * block all sums whose order matters, and add the results of blocks in the order of the blocks, not of their arrival.
 * @throws RangeError when blockCount is not a whole number ≥ 0, or shardCount not one ≥ 1
 */
export function shardRanges(blockCount: number, shardCount: number): Range[] {
  if (!Number.isInteger(blockCount) || blockCount < 0) {
    throw new RangeError(`shardRanges: blockCount expects a whole number from 0, got ${blockCount}`);
  }
  if (!Number.isInteger(shardCount) || shardCount < 1) {
    throw new RangeError(`shardRanges: shardCount expects a whole number from 1, got ${shardCount}`);
  }
  const count = Math.min(blockCount, shardCount);
  return Array.from({ length: count }, (_, index) => ({
    start: Math.floor((index * blockCount) / count),
    end: Math.floor(((index + 1) * blockCount) / count),
  }));
}
