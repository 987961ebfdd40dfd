import { type Checkpoint, runAlgorithm, type Space } from '../algorithm/index.js';
import { checkCount, type Ensemble, ensemble, type Matrix, matrix, shapeOf, type Vector } from '../array/index.js';
import { type DescentMeasure, type DescentSchema, descentAlgorithm } from './descent-algorithm.js';
import { checkShape, ensembleSizeFor, type Flow } from './flow.js';
import { interpolateIncrements, interpolateRows } from './interpolated-rows.js';
import { isMeasured } from './measured-steps.js';
import type { PathFunctional } from './path-functional.js';
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
  /**
   * For Gauss–Newton descents: the weights of each step, x′ = x − Jᵀw, by ensemble, [T, K] each (none where ensembles are
   * single paths); and the step sizes γₜ, [T, R].
   */
  readonly weights?: readonly Matrix[];
  readonly stepSizes?: Matrix;
  /** Φ of every path, [N, K], after each of the steps asked for. */
  readonly energiesAt: ReadonlyMap<number, Matrix>;
}

/** A descent with its loss of entropy. Losses are cumulative, in nats per path. */
export interface MeasuredDescent extends Descent {
  /** Entropy lost, −Σ ln|det of the steps' Jacobians|, by ensemble, [T + 1, R]. */
  readonly entropyLoss: Matrix;
  /**
   * The part lost by moving through energy space, −Σ ln|det of the blocks|, by ensemble, [T + 1, R]. NaN where only the
   * whole was estimated: for paths that are coupled to no other and whose energy has no exact way, unless `probeParts`
   * asks for both.
   */
  readonly transportLoss: Matrix;
  /** The part lost by shrinking onto the target, −Σ ln|det of the K × K factor|, [T + 1, R]. NaN as above. */
  readonly collapseLoss: Matrix;
  /**
   * Entropy lost by each path: by its own blocks, or by its whole steps where only these were estimated, [T + 1, N].
   */
  readonly pathLosses: Matrix;
  /** Standard error of `entropyLoss` over the probes that it was estimated from, [T + 1, R]; 0 where it is exact. */
  readonly probeErrors: Matrix;
  /**
   * The functionals asked for, each averaged over the paths of an ensemble, [T + 1, R], and path by path, [T + 1, N].
   */
  readonly observations: readonly Matrix[];
  readonly pathObservations: readonly Matrix[];
}

export interface DescendOptions extends ProbeOptions {
  /** Steps after which Φ of every path is kept. */
  readonly keepEnergiesAt?: readonly number[];
  /**
   * Steps from one measurement of `descendMeasured` to the next, a whole number from 1; 1 when left out. Losses of entropy
   * and functionals between are interpolated by polynomials of degree three: for sketches, where these cost more than the
   * steps themselves. Energies are those of every step.
   */
  readonly measureEvery?: number;
  /** A checkpoint of the same descent to go on from; the paths given are then only looked at for their shape. */
  readonly resume?: unknown;
  /**
   * Called every few seconds with a state to resume from; the numbers of the checkpoint change once the call has
   * returned.
   */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
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
 * @throws RangeError naming step and path at the first energy that is not finite; Interrupted when the reader
 *   interrupts
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
 * The loss of entropy is exact where the energy's structure makes that cheap and where paths are short; else it is
 * estimated from random probes, with its standard error beside it (`chosenJacobian`).
 * @param functionals recorded for every path after every step
 * @param options.measureEvery makes it a sketch: see `DescendOptions`
 * @param options.probeKey draws the probes; give each descent of one study a key of its own
 * @throws RangeError when `measureEvery` is no whole number from 1, and what `descend` throws
 * Cost: that of `descend`, and of one log-determinant and one call of each functional a path and measured step. Memory:
 * O(T N) more.
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

async function run(
  flow: Flow,
  paths: Ensemble,
  stepCount: number,
  options: DescendOptions,
  functionals: readonly PathFunctional[] | undefined,
): Promise<Descent> {
  checkShape(flow, paths);
  const {
    resume,
    onCheckpoint,
    onProgress,
    keepEnergiesAt = [],
    probeKey,
    probeGoal,
    probeParts,
    measureEvery,
  } = options;
  if (measureEvery !== undefined) checkCount('descendMeasured: measureEvery', measureEvery, 1);
  const absent = keepEnergiesAt.find((t) => !Number.isInteger(t) || t < 0 || t > stepCount);
  if (absent !== undefined) {
    throw new RangeError(
      `descend: keepEnergiesAt expects whole numbers from 0 to the step count ${stepCount}, got ${absent}`,
    );
  }
  const sized = { ...flow, ensembleSize: ensembleSizeFor(flow, paths.pathCount) };
  const measure: DescentMeasure = { functionals, measureEvery, probes: { probeKey, probeGoal, probeParts } };
  const space = await runAlgorithm(descentAlgorithm(sized, measure), paths, stepCount, {
    snapshotSteps: [...new Set(keepEnergiesAt)],
    resume,
    onCheckpoint,
    onProgress,
  });
  return functionals === undefined ? recordOf(flow, space) : measuredRecordOf(sized, flow, measure, space);
}

function recordOf(flow: Flow, space: Space<DescentSchema>): Descent {
  const { componentCount } = flow.energy;
  const { pathCount, ensembleSize, lastStep: stepCount, state, records, snapshots, snapshotSteps } = space;
  const size = pathCount * componentCount;
  const kept = (i: number): Matrix =>
    matrix(pathCount, componentCount, snapshots.energies.subarray(i * size, (i + 1) * size));
  return {
    flow,
    stepCount,
    ensembleCount: pathCount / ensembleSize,
    ensembleSize,
    paths: ensemble(pathCount, shapeOf(flow.energy), state.paths),
    losses: records.losses,
    meanEnergies: matrix(stepCount + 1, componentCount, records.meanEnergies),
    energyVariances: matrix(stepCount + 1, componentCount, records.energyVariances),
    energiesAt: new Map(snapshotSteps.map((t, i) => [t, kept(i)])),
    ...(flow.gaussNewton && gaussNewtonRecord(space, componentCount)),
  };
}

function gaussNewtonRecord(
  { records, lastStep: stepCount, pathCount, ensembleSize }: Space<DescentSchema>,
  componentCount: number,
): Pick<Descent, 'weights' | 'stepSizes'> {
  const ensembleCount = pathCount / ensembleSize;
  // The rows of the last state belong to a step that is not taken.
  const stepSizes = matrix(stepCount, ensembleCount, records.stepSizes.slice(0, stepCount * ensembleCount));
  if (ensembleSize === 1) return { stepSizes };
  const width = ensembleCount * componentCount;
  const weights = Array.from({ length: ensembleCount }, (_, e) => {
    const own = matrix(stepCount, componentCount);
    for (let t = 0; t < stepCount; t++) {
      const at = t * width + e * componentCount;
      own.row(t).set(records.weights.subarray(at, at + componentCount));
    }
    return own;
  });
  return { stepSizes, weights };
}

function measuredRecordOf(
  sized: Flow,
  flow: Flow,
  measure: DescentMeasure,
  space: Space<DescentSchema>,
): MeasuredDescent {
  const { functionals = [], probes, measureEvery = 1 } = measure;
  const descent = recordOf(flow, space);
  const { pathCount, ensembleSize, records } = space;
  const { ensembleCount, stepCount } = descent;
  const rows = stepCount + 1;
  const pathLosses = matrix(rows, pathCount, records.pathLosses);
  const collapseLoss = matrix(rows, ensembleCount, records.collapseLoss);
  const marks = Array.from({ length: rows }, (_, t) => t).filter((t) => isMeasured(measureEvery, t, stepCount));
  for (const losses of [pathLosses, collapseLoss])
    if (marks.length < rows) interpolateIncrements(losses, marks.slice(0, -1));
  const entropyLoss = ensembleMeans(pathLosses, ensembleSize);
  const transportLoss = matrix(rows, ensembleCount, entropyLoss.data.slice());
  for (let i = 0; i < entropyLoss.data.length; i++) entropyLoss.data[i] += collapseLoss.data[i];
  if (chosenScope(sized, probes) === 'step') for (const { data } of [transportLoss, collapseLoss]) data.fill(NaN);
  const pathObservations = functionals.map((_, j) => {
    const own = matrix(rows, pathCount);
    for (let t = 0; t < rows; t++) {
      const at = (t * functionals.length + j) * pathCount;
      own.row(t).set(records.observations.subarray(at, at + pathCount));
    }
    interpolateRows(own, marks);
    return own;
  });
  return {
    ...descent,
    entropyLoss,
    transportLoss,
    collapseLoss,
    pathLosses,
    probeErrors: matrix(rows, ensembleCount, records.probeVariances.map(Math.sqrt)),
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
