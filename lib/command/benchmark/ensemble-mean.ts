import { sharedVector, type Vector } from '../../array/index.js';
import { type Range, type Shard, shardRanges } from '../../parallel/index.js';

/** Rows that one shard adds up in their order: a fixed number, so that no sum depends on the number of shards. */
const blockSize = 16;

/** Memory in which shards exchange sums; plain data that goes into every shard's payload. */
export interface MeanExchange {
  readonly pathCount: number;
  readonly columnCount: number;
  readonly storage: Vector;
}

/** The exchange for means over `pathCount` rows of `columnCount` numbers, in memory that all shards see. */
export function meanExchange(pathCount: number, columnCount: number): MeanExchange {
  // Two halves, used in turn: a fast shard may write sums of the next mean while a slow shard still reads those of this one.
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
 * Makes a function that writes the mean of all shards' rows into `mean`, [K], in every shard: the same bits for any number
 * of shards. All shards must call the function equally often: each call waits at one barrier.
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
