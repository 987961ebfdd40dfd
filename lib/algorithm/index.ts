export type { Algorithm, Coupling, Performer, Schema, ShardedAlgorithm, StateOf } from './algorithm.js';
export { type Belonging, type Checkpoint, type Restored, restoreVectors } from './checkpoint.js';
export {
  type Field,
  type Fields,
  type PathField,
  type PathFields,
  perEnsemble,
  perPath,
  perRun,
  sizeOf,
  type Values,
} from './field.js';
export {
  type Occasion,
  type PathwiseDefinition,
  type PathwiseSchema,
  pathwiseAlgorithm,
} from './pathwise-algorithm.js';
export { type RunnerOptions, runAlgorithm } from './runner.js';
export { runAtOnce, type ShardedDefinition, shardedAlgorithm } from './sharded-algorithm.js';
export { createSpace, type Extent, rowAt, type Space, turn } from './space.js';
