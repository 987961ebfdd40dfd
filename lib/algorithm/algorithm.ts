import type { Ensemble, Shape } from '../array/index.js';
import type { PortableCall, Range } from '../parallel/index.js';
import type { Key } from '../random/index.js';
import type { Field, Fields, Values } from './field.js';
import type { Space } from './space.js';

/** Paths that act on each other within a step: none, or ensembles of equal size. */
export interface Coupling {
  readonly kind: 'none' | 'ensembles';
  /** Paths coupled together; 1 for `none`. */
  readonly size: number;
}

/**
 * A rule that moves paths step by step: a descent, a chain.
 *
 * Both functions are pure: the same arguments give the same bits, and no argument changes.
 */
export interface Algorithm<State, Info> {
  readonly name: string;
  readonly coupling: Coupling;
  /** The state before the first step. */
  init(paths: Ensemble, key: Key): State;
  /**
   * Takes a step. `state` is all that the next step needs, `info` what a reader may plot.
   * @param t steps taken before this one, from 0
   */
  step(state: State, key: Key, t: number): { readonly state: State; readonly info: Info };
}

/** The quantities of an algorithm that runs in shards. */
export interface Schema {
  /** What a path needs for its next step, which nobody else reads; the paths themselves among them. */
  readonly state: Fields & { readonly paths: Field };
  /** What other paths read for the next step: written before a barrier, read after it. Both go into checkpoints. */
  readonly exchanged: Fields;
  /** What other paths read for the records of this step alone. */
  readonly passing: Fields;
  /** What is recorded of every step: row t belongs to the state after t steps. */
  readonly records: Fields;
  /** What is recorded of the steps that the caller picks. */
  readonly snapshots: Fields;
}

/** Moves the paths of one shard, in place. The runner calls `begin` once, then `advance` and `record` in turn, then `save`. */
export interface Performer {
  /** Writes what the state before the first step shows to others. */
  begin(): void;
  /** Takes step t + 1: reads what was exchanged at t, by any shard, and writes what is exchanged at t + 1. */
  advance(t: number): void;
  /** Writes row t of the records, once every shard has arrived at t; throws where the run cannot go on. */
  record(t: number): void;
  /** Writes the paths where they are now, and the rest of the state. */
  save(): void;
}

/** What the state of an algorithm of this schema is, as plain vectors. */
export interface StateOf<S extends Schema> {
  readonly pathCount: number;
  readonly state: Values<S['state']>;
  readonly exchanged: Values<S['exchanged']>;
}

/**
 * An algorithm that the runner can spread over threads: shards hold paths for a whole run, and meet at a barrier once a step.
 * `init` and `step` are made from the same performer (`shardedAlgorithm`) or give it (`pathwiseAlgorithm`).
 */
export interface ShardedAlgorithm<S extends Schema = Schema> extends Algorithm<StateOf<S>, Values<S['records']>> {
  /** Axes of the paths that it moves, `[d]` for series. */
  readonly shape: Shape;
  readonly schema: S;
  /** Plain data that tells this algorithm from every other: a checkpoint of another one is refused. */
  readonly identity: unknown;
  /** How another thread makes the same algorithm; without, a run stays in the calling thread. */
  readonly call?: PortableCall<ShardedAlgorithm<S>>;
  /** Whether shards may cut through an ensemble: then its paths know each other by what is exchanged alone. */
  readonly cutsEnsembles: boolean;
  /** Steps for the paths of one shard. */
  perform(space: Space<S>, range: Range, key: Key): Performer;
}
