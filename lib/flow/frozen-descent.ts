import { perPath, runAlgorithm, type ShardedAlgorithm, type Space, shardedAlgorithm } from '../algorithm/index.js';
import {
  type Ensemble,
  ensemble,
  type Matrix,
  matrix,
  sameShape,
  shapeOf,
  spokenShape,
  type Vector,
} from '../array/index.js';
import { type EnergyRecipe, energyIdentity, energyOf } from '../energy/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { positive } from './constraint.js';
import type { DescendOptions } from './descent.js';
import type { DescentMeasure } from './descent-algorithm.js';
import { frozenPerformer } from './frozen-performer.js';
import type { PathFunctional } from './path-functional.js';
import { type Schedule, schedule } from './schedule.js';

/** The quantities of a descent by frozen weights. Those of a descent that is not measured have width 0. */
export type FrozenSchema = ReturnType<typeof frozenSchema>;

/** A descent by frozen weights as an algorithm of the runner. */
export type FrozenAlgorithm = ShardedAlgorithm<FrozenSchema>;

function frozenSchema({ energy: { signalLength } }: Schedule, functionals: number | undefined) {
  const measured = functionals === undefined ? 0 : 1;
  return {
    state: {
      paths: perPath(signalLength),
      /** Efforts of the estimates of each path's log-determinants, kept from step to step: see `StepJacobians`. */
      efforts: perPath(6 * measured),
    },
    exchanged: {},
    /** 0, or the number, from 1, of the first component of a path's energy that is not finite. */
    passing: { faults: perPath() },
    /** Cumulative, but for the observations. */
    records: {
      logDeterminants: perPath(measured),
      probeVariances: perPath(measured),
      folds: perPath(measured),
      /** Functionals, one after the other in each row, of all paths. */
      observations: perPath(functionals ?? 0),
    },
    snapshots: { paths: perPath(signalLength) },
  };
}

/**
 * The descent of independent paths by frozen weights, as an algorithm: what `descendFrozen` runs, and other loops can run.
 *
 * Path n moves the same, bit for bit, in whatever company; a step beyond the schedule's last is refused.
 * @param measure functionals that are recorded, and with them the log-determinants; none when left out
 */
export function frozenDescent(plan: Schedule, measure: DescentMeasure = { probes: {} }): FrozenAlgorithm {
  const { name, energy, weights, constraint } = plan;
  const { functionals, probes } = measure;
  return shardedAlgorithm<FrozenSchema>({
    name,
    shape: shapeOf(energy),
    coupling: { kind: 'none', size: 1 },
    cutsEnsembles: true,
    schema: frozenSchema(plan, functionals?.length),
    identity: {
      energy: energyIdentity(energy),
      ...{ weights: weights.data, constraint: constraint?.name, probes },
      functionals: functionals?.map((functional) => functional.call ?? 'of this thread'),
    },
    call: callFor(plan, measure),
    perform: (space, range) => frozenPerformer(plan, measure, space, range),
  });
}

/** A schedule and what is measured of its descent, as plain data. */
interface FrozenPlan {
  readonly name: string;
  readonly energy: EnergyRecipe;
  readonly weights: Vector;
  /** Whether paths are kept on the positive axis: the one constraint that other threads know. */
  readonly positive: boolean;
  readonly functionals: readonly PortableCall<PathFunctional>[] | undefined;
  readonly probes: DescentMeasure['probes'];
}

const madeFrozenDescent = portable('flow/frozen-descent', (plan: FrozenPlan): FrozenAlgorithm => {
  const energy = energyOf(plan.energy);
  const { componentCount } = energy;
  const weights = matrix(plan.weights.length / componentCount, componentCount, plan.weights);
  const frozen = schedule(energy, weights, { name: plan.name, ...(plan.positive && { constraint: positive }) });
  return frozenDescent(frozen, { functionals: plan.functionals?.map((call) => perform(call)), probes: plan.probes });
});

/** How another thread makes the algorithm; undefined where the energy, a functional or the constraint is the reader's own. */
function callFor(
  { name, energy: { recipe }, weights, constraint }: Schedule,
  { functionals, probes }: DescentMeasure,
): PortableCall<FrozenAlgorithm> | undefined {
  const calls = functionals?.flatMap(({ call }) => call ?? []);
  const known = constraint === undefined || constraint === positive;
  if (recipe === undefined || !known || calls?.length !== functionals?.length) return undefined;
  return callOf(madeFrozenDescent, {
    ...{ name, energy: recipe, weights: weights.data, probes },
    positive: constraint === positive,
    functionals: calls,
  });
}

/** Steps, snapshots and checkpoints of a descent by frozen weights. */
export interface FrozenOptions
  extends Pick<DescendOptions, 'probeKey' | 'probeGoal' | 'resume' | 'onCheckpoint' | 'onProgress'> {
  /** Steps to take; all of the schedule when left out. */
  readonly stepCount?: number;
  /** Steps after which the paths are kept. */
  readonly keepPathsAt?: readonly number[];
}

/** Paths that were moved by frozen weights. */
export interface FrozenDescent {
  readonly schedule: Schedule;
  readonly stepCount: number;
  /** The paths after the last step. */
  readonly paths: Ensemble;
  /** The paths after each of the steps asked for. */
  readonly pathsAt: ReadonlyMap<number, Ensemble>;
}

/** The same with what the steps do to the density. Rows belong to the state after 0 … T steps. */
export interface MeasuredFrozenDescent extends FrozenDescent {
  /** ln|det| of the Jacobian of all steps so far, nats, [T + 1, N]: a path's log-density falls by as much. */
  readonly logDeterminants: Matrix;
  /** Variance of those over the probes that they were estimated from, nats², [T + 1, N]; 0 where they are exact. */
  readonly probeVariances: Matrix;
  /**
   * Steps so far whose determinant is negative, [T + 1, N]: there the step has folded, and is not one-to-one near the
   * path's way. NaN where determinants are estimated.
   */
  readonly folds: Matrix;
  /** The functionals asked for, path by path, [T + 1, N]. */
  readonly observations: readonly Matrix[];
}

/**
 * Moves paths by frozen weights.
 *
 * Paths are spread over worker threads; the result is the same, bit for bit, for any number of workers. An energy of the
 * reader's own runs in the calling thread.
 * @param paths x₀, [N, d]; not changed
 * @throws RangeError when the paths have another shape than the schedule's energy, the schedule has fewer steps, or a path
 *   is no longer finite, by step and path; Interrupted when the reader interrupts
 * Cost: O(T N) evaluations and pullbacks. Memory: the paths, and those that are kept.
 */
export async function descendFrozen(
  plan: Schedule,
  paths: Ensemble,
  options: FrozenOptions = {},
): Promise<FrozenDescent> {
  return recordOf(plan, await run(plan, paths, { probes: {} }, options));
}

/**
 * Moves paths by frozen weights and records the log-determinant of their steps, and functionals such as a log-density.
 *
 * Determinants are exact where the energy's structure makes that cheap and where paths are short, else estimated from
 * random probes (`chosenJacobian`).
 * @param functionals recorded of every path after every step; may be empty
 * Cost: that of `descendFrozen`, and of one log-determinant and one call of each functional per path and step. Memory: O(T N)
 * more.
 */
export async function descendFrozenMeasured(
  plan: Schedule,
  paths: Ensemble,
  functionals: readonly PathFunctional[],
  options: FrozenOptions = {},
): Promise<MeasuredFrozenDescent> {
  const { probeKey, probeGoal } = options;
  const space = await run(plan, paths, { functionals, probes: { probeKey, probeGoal } }, options);
  const { pathCount, lastStep, records } = space;
  const rows = lastStep + 1;
  return {
    ...recordOf(plan, space),
    logDeterminants: matrix(rows, pathCount, records.logDeterminants),
    probeVariances: matrix(rows, pathCount, records.probeVariances),
    folds: matrix(rows, pathCount, records.folds),
    observations: functionals.map((_, j) => {
      const own = matrix(rows, pathCount);
      for (let t = 0; t < rows; t++) {
        const at = (t * functionals.length + j) * pathCount;
        own.row(t).set(records.observations.subarray(at, at + pathCount));
      }
      return own;
    }),
  };
}

async function run(
  plan: Schedule,
  paths: Ensemble,
  measure: DescentMeasure,
  { stepCount = plan.stepCount, keepPathsAt = [], resume, onCheckpoint, onProgress }: FrozenOptions,
): Promise<Space<FrozenSchema>> {
  checkPaths('descendFrozen', plan, paths);
  if (stepCount > plan.stepCount) {
    throw new RangeError(
      `descendFrozen: stepCount expects at most the schedule's ${plan.stepCount}, got ${stepCount}; record a longer pilot`,
    );
  }
  return runAlgorithm(frozenDescent(plan, measure), paths, stepCount, {
    snapshotSteps: [...new Set(keepPathsAt)],
    ...{ resume, onCheckpoint, onProgress },
  });
}

/**
 * Refuses paths that a schedule's energy does not take.
 * @throws RangeError when their shape is another
 */
export function checkPaths(taker: string, { name, energy }: Schedule, { shape }: Pick<Ensemble, 'shape'>): void {
  const wanted = shapeOf(energy);
  if (sameShape(wanted, shape)) return;
  const axes = wanted.length === 1 ? 'length' : 'shape';
  throw new RangeError(
    `${taker}: schedule (${name} of ${energy.name}) expects paths of ${axes} ${spokenShape(wanted)}, got ${spokenShape(shape)}; ` +
      'record a pilot of such paths',
  );
}

function recordOf(
  plan: Schedule,
  { pathCount, lastStep, state, snapshots, snapshotSteps }: Space<FrozenSchema>,
): FrozenDescent {
  const shape = shapeOf(plan.energy);
  const size = pathCount * plan.energy.signalLength;
  return {
    schedule: plan,
    stepCount: lastStep,
    paths: ensemble(pathCount, shape, state.paths),
    pathsAt: new Map(
      snapshotSteps.map((t, i) => [t, ensemble(pathCount, shape, snapshots.paths.subarray(i * size, (i + 1) * size))]),
    ),
  };
}
