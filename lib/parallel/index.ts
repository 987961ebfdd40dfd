export { Interrupted, interrupt, onInterrupt } from './interruption.js';
export { runShards, type ShardOptions } from './pool.js';
export { callOf, type Portable, type PortableCall, perform, portable } from './portable.js';
export { interruptibleRest } from './rest.js';
export type { Shard } from './shard.js';
export { type Range, shardRanges, workerCount } from './sharding.js';
export { type Task, task } from './task.js';
