import { type Ensemble, ensemble, firstNonFinite, type Shape, shapeSize, type Vector } from '../array/index.js';
import type { PortableCall, Range } from '../parallel/index.js';
import type { Key } from '../random/index.js';
import type { Coupling, Performer, ShardedAlgorithm } from './algorithm.js';
import { type Field, type Fields, type PathField, type PathFields, perPath, type Values } from './field.js';
import { shardedAlgorithm } from './sharded-algorithm.js';
import { rowAt, type Space } from './space.js';

/** Which paths of which step are moved: what random numbers depend on, so that no split of the work changes them. */
export interface Occasion {
  readonly key: Key;
  /** Steps taken before this one, from 0. */
  readonly t: number;
  /** Number of the first of these paths in the whole run. */
  readonly firstPath: number;
}

/** The schema of a pathwise algorithm. */
export interface PathwiseSchema<Own extends PathFields, Info extends PathFields> {
  readonly state: { readonly paths: PathField } & Own;
  readonly exchanged: Record<never, Field>;
  readonly passing: Record<never, Field>;
  /** Row t is the info of step t; row 0, to which no step led, is NaN. */
  readonly records: Info;
  readonly snapshots: { readonly paths: PathField };
}

/**
 * An algorithm written as a pure function of some paths: the simplest way to add one. A path may act on others of its own ensemble
 * only, and shards hold whole ensembles.
 */
export interface PathwiseDefinition<Own extends PathFields, Info extends PathFields> {
  readonly name: string;
  /** Axes of a path, `[d]` for series. */
  readonly shape: Shape;
  /** No coupling when left out. */
  readonly coupling?: Coupling;
  /** What a path needs for its next step besides its values: fields per path. */
  readonly own: Own;
  /** What is recorded of every step: fields per path. */
  readonly info: Info;
  readonly identity: unknown;
  readonly call?: PortableCall<ShardedAlgorithm<PathwiseSchema<Own, Info>>>;
  /** What the first step needs of these paths. */
  start(paths: Ensemble, key: Key, firstPath: number): Values<Own>;
  /** Takes a step with some paths; changes no argument. */
  move(
    paths: Ensemble,
    own: Values<Own>,
    occasion: Occasion,
  ): { readonly paths: Ensemble; readonly own: Values<Own>; readonly info: Values<Info> };
}

/**
 * An algorithm from a pure function of some paths.
 * @returns an algorithm that the runner spreads over threads, where the definition has a `call`
 */
export function pathwiseAlgorithm<Own extends PathFields, Info extends PathFields>(
  definition: PathwiseDefinition<Own, Info>,
): ShardedAlgorithm<PathwiseSchema<Own, Info>> {
  const { name, shape, identity, call, coupling = { kind: 'none', size: 1 } } = definition;
  const paths = perPath(shapeSize(shape));
  return shardedAlgorithm<PathwiseSchema<Own, Info>>({
    name,
    shape,
    coupling,
    identity,
    call,
    cutsEnsembles: false,
    schema: {
      state: { paths, ...definition.own },
      exchanged: {},
      passing: {},
      records: definition.info,
      snapshots: { paths },
    },
    perform: (space, range, key) => pathwisePerformer(definition, space, range, key),
  });
}

function pathwisePerformer<Own extends PathFields, Info extends PathFields>(
  definition: PathwiseDefinition<Own, Info>,
  space: Space<PathwiseSchema<Own, Info>>,
  range: Range,
  key: Key,
): Performer {
  const { name, shape } = definition;
  const signalLength = shapeSize(shape);
  const state: Readonly<Record<string, Vector>> = space.state;
  const part = (values: Vector, width: number): Vector => values.subarray(range.start * width, range.end * width);
  const count = range.end - range.start;
  let paths = ensemble(count, shape, part(space.state.paths, signalLength).slice());
  let own = mapped(definition.own, (field, width) => part(state[field], width).slice());
  let info: Values<Info> | undefined;

  function checkPaths(t: number): void {
    const at = firstNonFinite(paths.data);
    if (at < 0) return;
    throw new RangeError(
      `${name}: path ${range.start + Math.floor(at / signalLength)} has a value ${paths.data[at]} after step ${t}, ` +
        `expected finite numbers; ${t === 0 ? 'start from finite paths' : 'take smaller steps'}`,
    );
  }

  return {
    begin() {
      own = definition.start(paths, key, range.start);
    },
    advance(t) {
      ({ paths, own, info } = definition.move(paths, own, { key, t, firstPath: range.start }));
    },
    record(t) {
      checkPaths(t);
      for (const [field, { width }] of Object.entries(definition.info)) {
        const row = part(rowAt(space.records[field], space, t), width);
        if (info) row.set(info[field]);
        else row.fill(NaN);
      }
      const at = space.snapshotSteps.indexOf(t);
      if (at < 0) return;
      const size = space.pathCount * signalLength;
      space.snapshots.paths.set(paths.data, at * size + range.start * signalLength);
    },
    save() {
      part(space.state.paths, signalLength).set(paths.data);
      for (const [field, { width }] of Object.entries(definition.own)) part(state[field], width).set(own[field]);
    },
  };
}

/** Vectors by the names of fields. */
function mapped<F extends Fields>(fields: F, vectorOf: (name: string, width: number) => Vector): Values<F> {
  const entries = Object.entries(fields).map(([name, { width }]) => [name, vectorOf(name, width)]);
  return Object.fromEntries(entries) as Values<F>;
}
