import { sharedVector, type Vector } from '../array/index.js';
import type { Schema } from './algorithm.js';
import { type Fields, sizeOf, type Values } from './field.js';

/** How large a run is. */
export interface Extent {
  /** N. */
  readonly pathCount: number;
  /** Paths coupled together; a divisor of N. */
  readonly ensembleSize: number;
  /** The step of the first row of the records: 0 for a run. */
  readonly firstStep: number;
  /** The step of the last row: T for a run. */
  readonly lastStep: number;
  /** The steps that snapshots are taken of, in rising order, each from the first step to the last. */
  readonly snapshotSteps: readonly number[];
}

/** All numbers of a run, in memory that every shard sees. */
export interface Space<S extends Schema> extends Extent {
  readonly state: Values<S['state']>;
  /** Kept twice, for even and for odd steps, so that a shard may go on while another still reads: see `turn`. */
  readonly exchanged: readonly [Values<S['exchanged']>, Values<S['exchanged']>];
  readonly passing: readonly [Values<S['passing']>, Values<S['passing']>];
  /** A row for each step from the first to the last: the numbers after so many steps. */
  readonly records: Values<S['records']>;
  /** A row for each of `snapshotSteps`. */
  readonly snapshots: Values<S['snapshots']>;
}

/**
 * A space of zeros.
 * Memory: one copy of the state, two of what is exchanged, and the records of all steps.
 */
export function createSpace<S extends Schema>(
  schema: S,
  extent: Extent,
  allocate: (length: number) => Vector = sharedVector,
): Space<S> {
  const { pathCount, ensembleSize, firstStep, lastStep, snapshotSteps } = extent;
  const rows = <F extends Fields>(fields: F, count: number): Values<F> => {
    const entries = Object.entries(fields).map(([name, field]) => [
      name,
      allocate(count * sizeOf(field, pathCount, ensembleSize)),
    ]);
    return Object.fromEntries(entries) as Values<F>;
  };
  return {
    ...extent,
    state: rows<S['state']>(schema.state, 1),
    exchanged: [rows<S['exchanged']>(schema.exchanged, 1), rows<S['exchanged']>(schema.exchanged, 1)],
    passing: [rows<S['passing']>(schema.passing, 1), rows<S['passing']>(schema.passing, 1)],
    records: rows<S['records']>(schema.records, lastStep - firstStep + 1),
    snapshots: rows<S['snapshots']>(schema.snapshots, snapshotSteps.length),
  };
}

/** Which of two copies belongs to step t. */
export function turn<T>(copies: readonly [T, T], t: number): T {
  return copies[t % 2];
}

/** The part of a record that belongs to step t. */
export function rowAt(values: Vector, { firstStep, lastStep }: Extent, t: number): Vector {
  const width = values.length / (lastStep - firstStep + 1);
  return values.subarray((t - firstStep) * width, (t - firstStep + 1) * width);
}
