import { type Ensemble, type Vector, vector } from '../array/index.js';
import type { Key } from '../random/index.js';
import type { Schema, ShardedAlgorithm } from './algorithm.js';
import type { Values } from './field.js';
import { createSpace, rowAt, type Space, turn } from './space.js';

/** What a sharded algorithm is made from: all but `init` and `step`. */
export type ShardedDefinition<S extends Schema> = Omit<ShardedAlgorithm<S>, 'init' | 'step'>;

/**
 * A sharded algorithm whose pure `init` and `step` run its performer on a copy of the state, as one shard: the bits of a run.
 * Cumulative records start anew with each call of `step`: its info holds what this step adds.
 * Cost of a call: that of the performer, of making the performer, and a copy of the state.
 */
export function shardedAlgorithm<S extends Schema>(definition: ShardedDefinition<S>): ShardedAlgorithm<S> {
  const { schema, coupling, perform } = definition;

  function room(pathCount: number, firstStep: number, lastStep: number): Space<S> {
    const extent = { pathCount, ensembleSize: coupling.size, firstStep, lastStep, snapshotSteps: [] };
    return createSpace(schema, extent, vector);
  }

  return {
    ...definition,
    init({ pathCount, data }, key) {
      const space = room(pathCount, 0, 0);
      space.state.paths.set(data);
      const performer = perform(space, { start: 0, end: pathCount }, key);
      performer.begin();
      performer.record(0);
      performer.save();
      return { pathCount, state: space.state, exchanged: space.exchanged[0] };
    },
    step({ pathCount, state, exchanged }, key, t) {
      const space = room(pathCount, t, t + 1);
      copyInto(space.state, state);
      copyInto(turn(space.exchanged, t), exchanged);
      const performer = perform(space, { start: 0, end: pathCount }, key);
      performer.advance(t);
      performer.record(t + 1);
      performer.save();
      const info = Object.entries(space.records).map(([name, rows]) => [name, rowAt(rows, space, t + 1)]);
      return {
        state: { pathCount, state: space.state, exchanged: turn(space.exchanged, t + 1) },
        info: Object.fromEntries(info) as Values<S['records']>,
      };
    },
  };
}

/**
 * Takes all steps of a run here and now, as one shard: the bits of `runAlgorithm`, for callers that cannot wait, such as
 * a density. No checkpoint, no interruption.
 * @throws what the algorithm throws
 */
export function runAtOnce<S extends Schema>(
  { schema, coupling, perform }: ShardedAlgorithm<S>,
  { pathCount, data }: Ensemble,
  stepCount: number,
  key: Key,
): Space<S> {
  const extent = { pathCount, ensembleSize: coupling.size, firstStep: 0, lastStep: stepCount, snapshotSteps: [] };
  const space = createSpace(schema, extent, vector);
  space.state.paths.set(data);
  const performer = perform(space, { start: 0, end: pathCount }, key);
  performer.begin();
  performer.record(0);
  for (let t = 0; t < stepCount; t++) {
    performer.advance(t);
    performer.record(t + 1);
  }
  performer.save();
  return space;
}

/** Copies vectors by name. */
function copyInto(target: Readonly<Record<string, Vector>>, source: Readonly<Record<string, Vector>>): void {
  for (const [name, values] of Object.entries(source)) target[name].set(values);
}
