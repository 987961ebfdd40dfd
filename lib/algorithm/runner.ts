import { type Ensemble, sameShape, spokenShape } from '../array/index.js';
import { host } from '../host/index.js';
import { Interrupted, onInterrupt, type Range, runShards, shardRanges, workerCount } from '../parallel/index.js';
import { type Key, key as keyOf } from '../random/index.js';
import type { Schema, ShardedAlgorithm } from './algorithm.js';
import { belongingOf, type Checkpoint, checkpointOf, restore } from './checkpoint.js';
import { type Segment, segment } from './segment.js';
import { createSpace, type Space } from './space.js';

/** What can be said about a run besides its algorithm. */
export interface RunnerOptions {
  /** Draws what the algorithm draws; key 0 when left out, for algorithms that draw nothing. */
  readonly key?: Key;
  /** Steps that snapshots are kept of. */
  readonly snapshotSteps?: readonly number[];
  /** A checkpoint of the same run to go on from; the paths given are then only looked at for their shape. */
  readonly resume?: unknown;
  /** Called every few seconds with a state to resume from; the numbers of the checkpoint change once the call has returned. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** Called with the number of steps taken, of how many. */
  readonly onProgress?: (stepNumber: number, stepCount: number) => void;
}

/** Time between two checkpoints. */
const CHECKPOINT_MILLISECONDS = 3000;
/** How long a run in the calling thread keeps the thread before other work gets a turn. */
const SLICE_MILLISECONDS = 25;

/**
 * Runs an algorithm: the only loop over steps, for descents and for chains.
 *
 * Paths are spread over worker threads, which keep them between two checkpoints; the result is the same, bit for bit, for any number
 * of workers. An algorithm that other threads cannot make runs in the calling thread, in slices between which other work has its
 * turn.
 * @param paths x₀, [N, d]; not changed
 * @param stepCount T, whole number from 1
 * @returns all numbers of the run: the state after T steps, and the records of each step
 * @throws RangeError when paths and algorithm do not agree, or when `resume` belongs to another run; what the algorithm throws;
 *   Interrupted when the reader interrupts
 * Cost: T steps of every path, shared by the workers, and a barrier of some microseconds per step. Memory: see `createSpace`.
 */
export async function runAlgorithm<S extends Schema>(
  algorithm: ShardedAlgorithm<S>,
  paths: Ensemble,
  stepCount: number,
  options: RunnerOptions = {},
): Promise<Space<S>> {
  const { key = keyOf(0), snapshotSteps = [], resume, onCheckpoint, onProgress } = options;
  checkRun(algorithm, paths, stepCount, snapshotSteps);
  const { pathCount } = paths;
  const ensembleSize = algorithm.coupling.size;
  const extent = { pathCount, ensembleSize, firstStep: 0, lastStep: stepCount, snapshotSteps };
  const space = createSpace(algorithm.schema, extent);
  space.state.paths.set(paths.data);
  const belongsTo = belongingOf(algorithm, extent, key);
  const first = resume === undefined ? 0 : restore(space, resume, belongsTo);

  const { call } = algorithm;
  const ranges = call ? rangesOf(algorithm, pathCount) : [{ start: 0, end: pathCount }];
  const wanted = call ? (onCheckpoint ? CHECKPOINT_MILLISECONDS : Infinity) : SLICE_MILLISECONDS;
  let length = wanted === Infinity ? stepCount : 1;
  let saved = Date.now();
  for (let from = first, to: number; from < stepCount; from = to) {
    to = Math.min(stepCount, from + length);
    const started = Date.now();
    const segments = ranges.map((range): Segment<S> => ({ algorithm: call ?? algorithm, space, key, range, from, to }));
    if (call) await inThreads(segments, onProgress && ((stepNumber) => onProgress(stepNumber, stepCount)));
    else await inTurn(segments[0], algorithm.name);
    onProgress?.(to, stepCount);
    if (onCheckpoint && to < stepCount && Date.now() - saved >= CHECKPOINT_MILLISECONDS) {
      onCheckpoint(checkpointOf(space, to, belongsTo));
      saved = Date.now();
    }
    const pace = wanted / Math.max(1, Date.now() - started);
    length = Math.max(1, Math.min(8 * length, Math.floor((to - from) * pace)));
  }
  return space;
}

function checkRun<S extends Schema>(
  { name, shape, coupling }: ShardedAlgorithm<S>,
  paths: Ensemble,
  stepCount: number,
  snapshotSteps: readonly number[],
): void {
  if (!Number.isInteger(stepCount) || stepCount < 1) {
    throw new RangeError(`${name}: stepCount expects a whole number from 1, got ${stepCount}`);
  }
  if (!sameShape(paths.shape, shape)) {
    const axes = shape.length === 1 ? 'signal length' : 'shape';
    throw new RangeError(`${name}: paths expect ${axes} ${spokenShape(shape)}, got ${spokenShape(paths.shape)}`);
  }
  if (paths.pathCount < 1 || paths.pathCount % coupling.size !== 0) {
    throw new RangeError(
      `${name}: paths expect a multiple of ${coupling.size} coupled together, got ${paths.pathCount}`,
    );
  }
  const absent = snapshotSteps.find((t) => !Number.isInteger(t) || t < 0 || t > stepCount);
  if (absent !== undefined) {
    throw new RangeError(
      `${name}: snapshotSteps expects whole numbers from 0 to the step count ${stepCount}, got ${absent}`,
    );
  }
}

/** The paths of each shard. */
function rangesOf<S extends Schema>({ coupling, cutsEnsembles }: ShardedAlgorithm<S>, pathCount: number): Range[] {
  const size = cutsEnsembles ? 1 : coupling.size;
  return shardRanges(pathCount / size, workerCount()).map(({ start, end }) => ({
    start: start * size,
    end: end * size,
  }));
}

async function inThreads<S extends Schema>(
  segments: readonly Segment<S>[],
  onProgress: ((stepNumber: number) => void) | undefined,
): Promise<void> {
  const { from, algorithm } = segments[0];
  await runShards(segment, segments as unknown as readonly Segment<Schema>[], {
    calls: 'perform' in algorithm ? [] : [algorithm],
    onProgress: onProgress && ((done) => onProgress(from + Math.floor(done / segments.length))),
  });
}

/** Runs a segment in the calling thread, then lets messages and interrupts in. */
async function inTurn<S extends Schema>(only: Segment<S>, name: string): Promise<void> {
  let interrupted = false;
  const forget = onInterrupt(() => {
    interrupted = true;
  });
  try {
    await segment.run(only as unknown as Segment<Schema>, {
      index: 0,
      count: 1,
      barrier: () => {},
      cancelled: () => false,
      report: () => {},
      rest: () => undefined,
    });
    await host.turn();
  } finally {
    forget();
  }
  if (interrupted) throw new Interrupted(`${name}: interrupted after step ${only.to}`);
}
