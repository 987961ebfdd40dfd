export { ensembleMean, meanExchange, pathRanges, type MeanExchange } from './ensemble-mean';
export { Interrupted, interrupt, onInterrupt } from './interruption';
export type { JacobianKernel, PathJacobians } from './jacobian-kernel';
export { lagJacobian, type LagJacobianOptions } from './lag-jacobian';
export { lagKernel, type LagKernelOptions } from './lag-kernel';
export type { PathKernel } from './path-kernel';
export { runShards, type RunOptions, type ShardTask } from './pool';
export type { Shard } from './shard';
export { shardRanges, workerCount, type Range } from './sharding';
