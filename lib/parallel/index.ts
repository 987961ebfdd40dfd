export { ensembleMean, type MeanExchange, meanExchange, pathRanges } from './ensemble-mean.js';
export { Interrupted, interrupt, onInterrupt } from './interruption.js';
export { type RunOptions, runShards, type ShardTask } from './pool.js';
export type { Shard } from './shard.js';
export { type Range, shardRanges, workerCount } from './sharding.js';
