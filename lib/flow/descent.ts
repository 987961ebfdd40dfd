import { join } from 'node:path';
import { ensemble, matrix, sharedVector, type Ensemble, type Matrix, type Vector } from '../array';
import { Interrupted, onInterrupt, runShards, shardRanges, workerCount } from '../simd';
import { positive } from './constraint';
import { descentSegment, type DescentBuffers, type SegmentPayload } from './descent-segment';
import { ensembleSizeFor, type Flow } from './flow';
import type { PathFunctional } from './path-functional';

/** A descent as it was recorded: row t of every record belongs to the state after t steps. */
export interface Descent {
  readonly flow: Flow;
  readonly stepCount: number;
  /** R = N / ensembleSize, independent of each other. */
  readonly ensembleCount: number;
  readonly ensembleSize: number;
  /** The paths after the last step. */
  readonly paths: Ensemble;
  /** Loss ‖Φ̄ − α‖²/(2·scale), averaged over the ensembles, [T + 1]. */
  readonly losses: Vector;
  /** Mean of Φ over all paths, [T + 1, K]. */
  readonly meanEnergies: Matrix;
  /** Variance of Φ over all paths (divisor N), [T + 1, K]. */
  readonly energyVariances: Matrix;
  /** Φ of every path, [N, K], after each of the steps asked for. */
  readonly energiesAt: ReadonlyMap<number, Matrix>;
}

/** A descent with what its entropy needs. All in nats a path, cumulative, by ensemble, [T + 1, R]. */
export interface MeasuredDescent extends Descent {
  /** Entropy lost by moving through energy space: −Σ ln|det of the blocks|. */
  readonly transportLoss: Matrix;
  /** Entropy lost by shrinking onto the target: −Σ ln|det of the K × K factor|. */
  readonly collapseLoss: Matrix;
  /** The functionals asked for, each averaged over the paths of an ensemble. */
  readonly observations: readonly Matrix[];
}

/** Where a descent has got to, as plain vectors by name: enough to go on from. */
export interface DescentCheckpoint {
  readonly stepNumber: number;
  readonly vectors: Readonly<Record<string, Vector>>;
}

export interface DescendOptions {
  /** Steps after which Φ of every path is kept. */
  readonly keepEnergiesAt?: readonly number[];
  /** Goes on from here; the paths given are then only looked at for their shape. */
  readonly resume?: DescentCheckpoint;
  /** Called every few seconds with a state to resume from; what it holds changes once the call has returned. */
  readonly onCheckpoint?: (checkpoint: DescentCheckpoint) => void;
  /** Called with the number of steps taken, of how many. */
  readonly onProgress?: (stepNumber: number, stepCount: number) => void;
}

/**
 * Runs a descent and records its energies.
 *
 * Paths are spread over worker threads, which keep them for the whole descent and exchange energies only; the result is
 * the same, bit for bit, for any number of workers. An energy of the reader's own runs in the calling thread.
 * @param paths x₀, [N, d]; not changed
 * @param stepCount T, whole number from 1
 * @throws RangeError naming step and path at the first energy that is not finite; Interrupted when the reader interrupts
 * Cost: O(T N) evaluations and pullbacks. Memory: three times the paths, and O(T K).
 */
export function descend(flow: Flow, paths: Ensemble, stepCount: number, options: DescendOptions = {}): Promise<Descent> {
  return run(flow, paths, stepCount, options, undefined);
}

/**
 * Runs a descent and records its energies, the entropy it loses, and functionals of its paths such as a log-density.
 * The loss of entropy is exact (see `stepDeterminant`).
 * @param functionals averaged over the paths of each ensemble after every step
 * Cost: that of `descend`, and of one log-determinant and one call of each functional a path and step.
 */
export async function descendMeasured(
  flow: Flow,
  paths: Ensemble,
  stepCount: number,
  functionals: readonly PathFunctional[],
  options: DescendOptions = {},
): Promise<MeasuredDescent> {
  return (await run(flow, paths, stepCount, options, functionals)) as MeasuredDescent;
}

/** Time between two checkpoints. */
const CHECKPOINT_MILLISECONDS = 3000;
/** How long a descent in the calling thread keeps it before other work gets a turn. */
const SLICE_MILLISECONDS = 25;

async function run(
  flow: Flow,
  paths: Ensemble,
  stepCount: number,
  options: DescendOptions,
  functionals: readonly PathFunctional[] | undefined,
): Promise<Descent> {
  if (!Number.isInteger(stepCount) || stepCount < 1) {
    throw new RangeError(`descend: stepCount expects a whole number from 1, got ${stepCount}`);
  }
  if (paths.signalLength !== flow.energy.signalLength) {
    throw new RangeError(`${flow.name}: energy expects signal length ${flow.energy.signalLength}, got ${paths.signalLength}`);
  }
  const { resume, onCheckpoint, onProgress, keepEnergiesAt = [] } = options;
  const absent = keepEnergiesAt.find((t) => !Number.isInteger(t) || t < 0 || t > stepCount);
  if (absent !== undefined) {
    throw new RangeError(`descend: keepEnergiesAt expects whole numbers from 0 to the step count ${stepCount}, got ${absent}`);
  }
  const ensembleSize = ensembleSizeFor(flow, paths.pathCount);
  const { recipe } = flow.energy;
  const threaded =
    recipe !== undefined &&
    (flow.constraint === undefined || flow.constraint === positive) &&
    (functionals ?? []).every((functional) => functional.recipe !== undefined);
  const buffers = createBuffers(flow, paths, stepCount, ensembleSize, functionals?.length, keepEnergiesAt);
  for (const [name, values] of Object.entries(resume?.vectors ?? {})) buffers[name].set(values);

  const plan: Omit<SegmentPayload, 'range' | 'from' | 'to'> = {
    flow: {
      energy: threaded ? recipe : flow.energy,
      target: flow.target,
      stepSize: flow.stepSize,
      lossScale: flow.lossScale,
      constraint: threaded ? flow.constraint === positive : flow.constraint,
    },
    ensembleSize,
    functionals: functionals?.map((functional) =>
      threaded ? { recipe: functional.recipe!, method: functional.method! } : functional,
    ),
    buffers,
    keepEnergiesAt,
  };
  const ranges = shardRanges(paths.pathCount, threaded ? workerCount() : 1);
  const wanted = threaded ? (onCheckpoint ? CHECKPOINT_MILLISECONDS : Infinity) : SLICE_MILLISECONDS;
  let length = wanted === Infinity ? stepCount : 1;
  let saved = Date.now();
  for (let from = resume?.stepNumber ?? 0, to: number; from < stepCount; from = to) {
    to = Math.min(stepCount, from + length);
    const started = Date.now();
    const payloads = ranges.map((range) => ({ ...plan, range, from, to }));
    if (threaded) await inThreads(payloads, onProgress && ((done) => onProgress(done, stepCount)));
    else await inTurn(payloads[0]);
    onProgress?.(to, stepCount);
    if (onCheckpoint && to < stepCount && Date.now() - saved >= CHECKPOINT_MILLISECONDS) {
      onCheckpoint({ stepNumber: to, vectors: buffers });
      saved = Date.now();
    }
    const pace = wanted / Math.max(1, Date.now() - started);
    length = Math.max(1, Math.min(8 * length, Math.floor((to - from) * pace)));
  }
  return recordOf(flow, paths, stepCount, ensembleSize, buffers, keepEnergiesAt, functionals?.length);
}

async function inThreads(payloads: readonly SegmentPayload[], onProgress: ((stepNumber: number) => void) | undefined): Promise<void> {
  const task = { module: join(__dirname, 'descent-segment.js'), name: 'descentSegment' };
  const { from } = payloads[0];
  await runShards(task, payloads, {
    onProgress: onProgress && ((done) => onProgress(from + Math.floor(done / payloads.length))),
  });
}

/** Runs a segment in the calling thread, then lets messages and interrupts in. */
async function inTurn(payload: SegmentPayload): Promise<void> {
  let interrupted = false;
  const forget = onInterrupt(() => void (interrupted = true));
  try {
    descentSegment(payload, { index: 0, count: 1, barrier: () => {}, cancelled: () => false, report: () => {} });
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    forget();
  }
  if (interrupted) throw new Interrupted(`descend: interrupted after step ${payload.to}`);
}

function createBuffers(
  flow: Flow,
  paths: Ensemble,
  stepCount: number,
  ensembleSize: number,
  functionalCount: number | undefined,
  keepEnergiesAt: readonly number[],
): Record<string, Vector> {
  const { componentCount } = flow.energy;
  const { pathCount } = paths;
  const rows = stepCount + 1;
  const lengths: Record<string, number> = {
    paths: paths.data.length,
    energies0: pathCount * componentCount,
    energies1: pathCount * componentCount,
    losses: rows,
    meanEnergies: rows * componentCount,
    energyVariances: rows * componentCount,
  };
  for (const stepNumber of keepEnergiesAt) lengths[`kept${stepNumber}`] = pathCount * componentCount;
  if (functionalCount !== undefined) {
    const records = rows * (pathCount / ensembleSize);
    lengths.transportLoss = lengths.collapseLoss = records;
    for (const parity of [0, 1]) {
      lengths[`blocks${parity}`] = pathCount;
      lengths[`couplings${parity}`] = pathCount * componentCount ** 2;
    }
    for (let j = 0; j < functionalCount; j++) {
      lengths[`observed${j}0`] = lengths[`observed${j}1`] = pathCount;
      lengths[`observation${j}`] = records;
    }
  }
  const buffers = Object.fromEntries(Object.entries(lengths).map(([name, length]) => [name, sharedVector(length)]));
  buffers.paths.set(paths.data);
  return buffers;
}

function recordOf(
  flow: Flow,
  { pathCount, signalLength }: Ensemble,
  stepCount: number,
  ensembleSize: number,
  buffers: DescentBuffers,
  keepEnergiesAt: readonly number[],
  functionalCount: number | undefined,
): Descent | MeasuredDescent {
  const { componentCount } = flow.energy;
  const ensembleCount = pathCount / ensembleSize;
  const rows = stepCount + 1;
  const descent: Descent = {
    flow,
    stepCount,
    ensembleCount,
    ensembleSize,
    paths: ensemble(pathCount, signalLength, buffers.paths),
    losses: buffers.losses,
    meanEnergies: matrix(rows, componentCount, buffers.meanEnergies),
    energyVariances: matrix(rows, componentCount, buffers.energyVariances),
    energiesAt: new Map(keepEnergiesAt.map((t) => [t, matrix(pathCount, componentCount, buffers[`kept${t}`])])),
  };
  if (functionalCount === undefined) return descent;
  return {
    ...descent,
    transportLoss: matrix(rows, ensembleCount, buffers.transportLoss),
    collapseLoss: matrix(rows, ensembleCount, buffers.collapseLoss),
    observations: Array.from({ length: functionalCount }, (_, j) => matrix(rows, ensembleCount, buffers[`observation${j}`])),
  };
}
