export { Interrupted, interrupt, onInterrupt } from './interruption';
export type { PathKernel } from './path-kernel';
export { runShards, type RunOptions, type ShardTask } from './pool';
export type { Shard } from './shard';
export { shardRanges, threadsAvailable, workerCount, type Range } from './sharding';
