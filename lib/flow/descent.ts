import { type Ensemble, ensemble, isVector, type Matrix, matrix, sharedVector, type Vector } from '../array/index.js';
import { Interrupted, onInterrupt, type PortableCall, runShards, shardRanges, workerCount } from '../parallel/index.js';
import { positive } from './constraint.js';
import { type DescentBuffers, descentSegment, type SegmentPayload } from './descent-segment.js';
import { ensembleSizeFor, type Flow } from './flow.js';
import type { PathFunctional } from './path-functional.js';
import type { PathJacobianEvaluator } from './path-jacobian.js';
import { chosenScope, type ProbeOptions } from './stochastic-jacobian.js';

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

/** A descent with what its entropy needs. Losses are cumulative, in nats per path. */
export interface MeasuredDescent extends Descent {
  /** Entropy lost, −Σ ln|det of the steps' Jacobians|, by ensemble, [T + 1, R]. */
  readonly entropyLoss: Matrix;
  /**
   * The part lost by moving through energy space, −Σ ln|det of the blocks|, by ensemble, [T + 1, R]. NaN where only the whole
   * was estimated: for paths that are coupled to no other and whose energy has no exact way, unless `probeParts` asks for both.
   */
  readonly transportLoss: Matrix;
  /** The part lost by shrinking onto the target, −Σ ln|det of the K × K factor|, [T + 1, R]. NaN as above. */
  readonly collapseLoss: Matrix;
  /** What each path lost by itself: by its blocks, and where only the whole was estimated, by that, [T + 1, N]. */
  readonly pathLosses: Matrix;
  /** Standard error of `entropyLoss` over the probes that it was estimated from, [T + 1, R]; 0 where it is exact. */
  readonly probeErrors: Matrix;
  /** The functionals asked for, each averaged over the paths of an ensemble, [T + 1, R], and path by path, [T + 1, N]. */
  readonly observations: readonly Matrix[];
  readonly pathObservations: readonly Matrix[];
}

/** Where a descent has got to, as plain vectors by name: enough to go on from. */
export interface DescentCheckpoint {
  readonly stepNumber: number;
  readonly vectors: Readonly<Record<string, Vector>>;
}

export interface DescendOptions extends ProbeOptions {
  /** Steps after which Φ of every path is kept. */
  readonly keepEnergiesAt?: readonly number[];
  /** A checkpoint of the same descent to go on from; the paths given are then only looked at for their shape. */
  readonly resume?: unknown;
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
export function descend(
  flow: Flow,
  paths: Ensemble,
  stepCount: number,
  options: DescendOptions = {},
): Promise<Descent> {
  return run(flow, paths, stepCount, options, undefined);
}

/**
 * Runs a descent and records its energies, the entropy it loses, and functionals of its paths such as a log-density.
 *
 * The loss of entropy is exact where the energy's structure makes that cheap and where paths are short; else it is estimated
 * from random probes, with its standard error beside it (`chosenJacobian`).
 * @param functionals recorded for every path after every step
 * @param options.probeKey draws the probes; give each descent of one study a key of its own
 * Cost: that of `descend`, and of one log-determinant and one call of each functional a path and step. Memory: O(T N) more.
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
    throw new RangeError(
      `${flow.name}: energy expects signal length ${flow.energy.signalLength}, got ${paths.signalLength}`,
    );
  }
  const { onCheckpoint, onProgress, keepEnergiesAt = [], probeKey, probeGoal, probeParts } = options;
  const absent = keepEnergiesAt.find((t) => !Number.isInteger(t) || t < 0 || t > stepCount);
  if (absent !== undefined) {
    throw new RangeError(
      `descend: keepEnergiesAt expects whole numbers from 0 to the step count ${stepCount}, got ${absent}`,
    );
  }
  const ensembleSize = ensembleSizeFor(flow, paths.pathCount);
  const { recipe } = flow.energy;
  const threaded =
    recipe !== undefined &&
    (flow.constraint === undefined || flow.constraint === positive) &&
    (functionals ?? []).every((functional) => functional.call !== undefined);
  const probes: ProbeOptions = { probeKey, probeGoal, probeParts };
  const scope = functionals && chosenScope({ ...flow, ensembleSize }, probes);
  const buffers = createBuffers(flow, paths, stepCount, ensembleSize, functionals?.length, scope, keepEnergiesAt);
  const resumed = options.resume === undefined ? 0 : resume(options.resume, buffers, stepCount);

  const plan: Omit<SegmentPayload, 'range' | 'from' | 'to'> = {
    flow: {
      energy: threaded ? recipe : flow.energy,
      target: flow.target,
      stepSize: flow.stepSize,
      lossScale: flow.lossScale,
      constraint: threaded ? flow.constraint === positive : flow.constraint,
    },
    ensembleSize,
    functionals: functionals?.map((functional) => (threaded ? functional.call! : functional)),
    probes,
    buffers,
    keepEnergiesAt,
  };
  const calls = (functionals ?? []).flatMap(({ call }) => call ?? []);
  const ranges = shardRanges(paths.pathCount, threaded ? workerCount() : 1);
  const wanted = threaded ? (onCheckpoint ? CHECKPOINT_MILLISECONDS : Infinity) : SLICE_MILLISECONDS;
  let length = wanted === Infinity ? stepCount : 1;
  let saved = Date.now();
  for (let from = resumed, to: number; from < stepCount; from = to) {
    to = Math.min(stepCount, from + length);
    const started = Date.now();
    const payloads = ranges.map((range) => ({ ...plan, range, from, to }));
    if (threaded) await inThreads(payloads, calls, onProgress && ((done) => onProgress(done, stepCount)));
    else await inTurn(payloads[0]);
    onProgress?.(to, stepCount);
    if (onCheckpoint && to < stepCount && Date.now() - saved >= CHECKPOINT_MILLISECONDS) {
      onCheckpoint({ stepNumber: to, vectors: lasting(buffers) });
      saved = Date.now();
    }
    const pace = wanted / Math.max(1, Date.now() - started);
    length = Math.max(1, Math.min(8 * length, Math.floor((to - from) * pace)));
  }
  return recordOf(flow, paths, stepCount, ensembleSize, buffers, keepEnergiesAt, functionals?.length, scope);
}

/** What a descent goes on from, and what it has recorded: all but what shards exchange within a step. */
function lasting(buffers: DescentBuffers): DescentBuffers {
  return Object.fromEntries(
    Object.entries(buffers).filter(([name]) => !/^(blocks|variances|probes|collapses|couplings)/.test(name)),
  );
}

/**
 * Sets the buffers of a descent to those of a checkpoint. Gives the number of steps taken then.
 * @throws RangeError when the checkpoint has other buffers, or more steps: it is none of this descent
 */
function resume(checkpoint: unknown, buffers: DescentBuffers, stepCount: number): number {
  const { stepNumber, vectors } = Object(checkpoint) as Readonly<Record<string, unknown>>;
  const fits =
    Number.isInteger(stepNumber) &&
    (stepNumber as number) >= 0 &&
    (stepNumber as number) <= stepCount &&
    Object.entries(lasting(buffers)).every(([name, own]) => {
      const found: unknown = Object(vectors)[name];
      return isVector(found) && found.length === own.length;
    }) &&
    Object.keys(Object(vectors)).every((name) => Object.hasOwn(buffers, name));
  if (!fits) {
    throw new RangeError(
      'descend: resume expects a checkpoint of the same descent, got another of other paths, steps or records; leave it out',
    );
  }
  for (const [name, own] of Object.entries(lasting(buffers))) own.set(Object(vectors)[name]);
  return stepNumber as number;
}

async function inThreads(
  payloads: readonly SegmentPayload[],
  calls: readonly PortableCall[],
  onProgress: ((stepNumber: number) => void) | undefined,
): Promise<void> {
  const { from } = payloads[0];
  await runShards(descentSegment, payloads, {
    calls,
    onProgress: onProgress && ((done) => onProgress(from + Math.floor(done / payloads.length))),
  });
}

/** Runs a segment in the calling thread, then lets messages and interrupts in. */
async function inTurn(payload: SegmentPayload): Promise<void> {
  let interrupted = false;
  const forget = onInterrupt(() => {
    interrupted = true;
  });
  try {
    descentSegment.run(payload, { index: 0, count: 1, barrier: () => {}, cancelled: () => false, report: () => {} });
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
  scope: PathJacobianEvaluator['scope'] | undefined,
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
    lengths.collapseLoss = lengths.probeVariances = rows * (pathCount / ensembleSize);
    lengths.pathLosses = rows * pathCount;
    lengths.efforts = 6 * pathCount;
    for (const parity of [0, 1]) {
      lengths[`blocks${parity}`] = lengths[`variances${parity}`] = lengths[`probes${parity}`] = pathCount;
      lengths[`collapses${parity}`] = scope === 'parts' ? pathCount : 0;
      lengths[`couplings${parity}`] = scope === 'block' ? pathCount * componentCount ** 2 : 0;
    }
    for (let j = 0; j < functionalCount; j++) lengths[`pathObservation${j}`] = rows * pathCount;
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
  scope: PathJacobianEvaluator['scope'] | undefined,
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
  const pathLosses = matrix(rows, pathCount, buffers.pathLosses);
  const collapseLoss = matrix(rows, ensembleCount, buffers.collapseLoss);
  const entropyLoss = ensembleMeans(pathLosses, ensembleSize);
  const transportLoss = matrix(rows, ensembleCount, entropyLoss.data.slice());
  for (let i = 0; i < entropyLoss.data.length; i++) entropyLoss.data[i] += collapseLoss.data[i];
  if (scope === 'step') for (const { data } of [transportLoss, collapseLoss]) data.fill(NaN);
  const pathObservations = Array.from({ length: functionalCount }, (_, j) =>
    matrix(rows, pathCount, buffers[`pathObservation${j}`]),
  );
  return {
    ...descent,
    entropyLoss,
    transportLoss,
    collapseLoss,
    pathLosses,
    probeErrors: matrix(rows, ensembleCount, buffers.probeVariances.map(Math.sqrt)),
    observations: pathObservations.map((perPath) => ensembleMeans(perPath, ensembleSize)),
    pathObservations,
  };
}

/** A quantity of every path, [T + 1, N], averaged over each ensemble, [T + 1, R]. */
function ensembleMeans(perPath: Matrix, size: number): Matrix {
  const means = matrix(perPath.rowCount, perPath.columnCount / size);
  for (let i = 0; i < means.data.length; i++) {
    let sum = 0;
    for (let n = i * size; n < (i + 1) * size; n++) sum += perPath.data[n];
    means.data[i] = sum / size;
  }
  return means;
}
