import { sharedVector, type Vector } from '../array/index.js';
import type { Shard } from './shard.js';
import { type Range, shardRanges } from './sharding.js';

/** Paths whose rows are added up by one shard: fixed, so that no sum depends on the number of shards. */
const blockSize = 16;

/** Where shards exchange sums; plain data that goes into every shard's payload. */
export interface MeanExchange {
  readonly pathCount: number;
  readonly columnCount: number;
  readonly storage: Vector;
}

/** The exchange for means over `pathCount` rows of `columnCount` numbers, in memory that all shards see. */
export function meanExchange(pathCount: number, columnCount: number): MeanExchange {
  // Two halves, used in turn: a fast shard may write the next sums while a slow one still reads these.
  return { pathCount, columnCount, storage: sharedVector(2 * Math.ceil(pathCount / blockSize) * columnCount) };
}

/** Cuts paths 0 … pathCount − 1 into at most `shardCount` ranges, for shards that take means over them. */
export function pathRanges(pathCount: number, shardCount: number): Range[] {
  return shardRanges(Math.ceil(pathCount / blockSize), shardCount).map(({ start, end }) => ({
    start: start * blockSize,
    end: Math.min(end * blockSize, pathCount),
  }));
}

/**
 * A function that writes the mean of all shards' rows into `mean`, [K], in every shard: the same bits for any number of
 * shards. All shards must call it equally often: it meets them at one barrier.
 * @param range this shard's of `pathRanges`; its rows are [end − start, K] row-major
 * Cost: K(N/shards + N/16) additions and a barrier.
 */
export function ensembleMean(exchange: MeanExchange, range: Range, shard: Shard): (rows: Vector, mean: Vector) => void {
  const { pathCount, columnCount, storage } = exchange;
  const half = storage.length / 2;
  let offset = 0;
  return (rows, mean) => {
    for (let n = range.start; n < range.end; n++) {
      const sums = offset + Math.floor(n / blockSize) * columnCount;
      const row = (n - range.start) * columnCount;
      const first = n % blockSize === 0;
      for (let k = 0; k < columnCount; k++)
        storage[sums + k] = first ? rows[row + k] : storage[sums + k] + rows[row + k];
    }
    shard.barrier();
    mean.fill(0);
    for (let sums = offset; sums < offset + half; sums += columnCount) {
      for (let k = 0; k < columnCount; k++) mean[k] += storage[sums + k];
    }
    for (let k = 0; k < columnCount; k++) mean[k] /= pathCount;
    offset = half - offset;
  };
}
