import { perPath, runAlgorithm, type ShardedAlgorithm, type Space, shardedAlgorithm } from '../algorithm/index.js';
import { type Ensemble, ensemble, firstNonFinite, matrix, shapeOf, type Vector } from '../array/index.js';
import { type EnergyRecipe, energyIdentity, energyOf } from '../energy/index.js';
import { callOf, portable } from '../parallel/index.js';
import type { DescendOptions } from './descent.js';
import { checkPaths } from './frozen-descent.js';
import { inversePerformer } from './inverse-performer.js';
import { type Schedule, schedule } from './schedule.js';
import type { ProbeOptions } from './stochastic-jacobian.js';

/** The quantities of a way back through a schedule. */
export type InverseSchema = ReturnType<typeof inverseSchema>;

/** The way back through a schedule as an algorithm of the runner. */
export type InverseAlgorithm = ShardedAlgorithm<InverseSchema>;

function inverseSchema({ energy: { signalLength } }: Schedule) {
  return {
    state: {
      paths: perPath(signalLength),
      efforts: perPath(6),
      /** The schedule's step, from 1, that could not be inverted at the path, and the residual that was left; else 0. */
      failedStep: perPath(),
      residual: perPath(),
    },
    exchanged: {},
    passing: {},
    /** Cumulative, by the number of steps gone back. */
    records: {
      /** ln|det| of the steps' Jacobians, in the direction of the schedule. */
      logDeterminants: perPath(),
      probeVariances: perPath(),
      /** Steps whose Jacobian has a negative eigenvalue at the path, and steps that took Newton's method. */
      folds: perPath(),
      newtonSteps: perPath(),
    },
    snapshots: {},
  };
}

/** How preimages are searched, and how their determinants are estimated: plain data. */
export interface InverseSearch extends ProbeOptions {
  /** Number of the first path, which probes depend on; 0 when left out. */
  readonly firstPath?: number;
  /**
   * Largest entry of the residual of a step that counts as inverted, relative to 1 plus the path's largest value; 1e-13
   * when left out. An energy with kinks, such as one of moduli, has small gaps and folds about every zero of what the
   * modulus is taken of: there a path as near as 1e-5 has a preimage where the path itself has none.
   */
  readonly tolerance?: number;
}

/**
 * The way of paths back through a schedule, last step first, as an algorithm: what `invertFrozen` runs.
 * @throws TypeError when the schedule has a constraint; RangeError when the tolerance is negative or not finite
 */
export function frozenInverse(plan: Schedule, search: InverseSearch = {}): InverseAlgorithm {
  const { name, energy, weights, constraint } = plan;
  if (constraint !== undefined) {
    throw new TypeError(
      `frozenInverse: schedule expects no constraint, got ${constraint.name}: a step that keeps values in place has no inverse; ` +
        'schedule(energy, weights) has the branch of the steps that keep none',
    );
  }
  const { tolerance = 0 } = search;
  if (!(tolerance >= 0 && tolerance < Infinity)) {
    throw new RangeError(
      `frozenInverse: tolerance expects a finite number from 0, got ${tolerance}; 1e-13 is usual, 1e-5 for energies with kinks`,
    );
  }
  return shardedAlgorithm<InverseSchema>({
    name: `inverse of ${name}`,
    shape: shapeOf(energy),
    coupling: { kind: 'none', size: 1 },
    cutsEnsembles: true,
    schema: inverseSchema(plan),
    identity: { energy: energyIdentity(energy), weights: weights.data, search },
    call: energy.recipe && callOf(madeInverse, { name, energy: energy.recipe, weights: weights.data, search }),
    perform: (space, range) => inversePerformer(plan, search, space, range),
  });
}

interface InversePlan {
  readonly name: string;
  readonly energy: EnergyRecipe;
  readonly weights: Vector;
  readonly search: InverseSearch;
}

const madeInverse = portable(
  'flow/frozen-inverse',
  ({ name, energy: recipe, weights, search }: InversePlan): InverseAlgorithm => {
    const energy = energyOf(recipe);
    const rows = matrix(weights.length / energy.componentCount, energy.componentCount, weights);
    return frozenInverse(schedule(energy, rows, { name }), search);
  },
);

/** A path at which a step has no inverse that could be found. */
export interface InversionFailure {
  /** Number of the path among those given. */
  readonly path: number;
  /** Of the schedule, from 1. */
  readonly stepNumber: number;
  /** Largest entry of x − Jᵀ(x)w − y where the last search ended. */
  readonly residual: number;
  /** What failed, in words. */
  readonly message: string;
}

/** Paths brought back through a schedule. */
export interface FrozenInversion {
  readonly schedule: Schedule;
  /** x₀, [N, d]; where a path has a failure, the path before the step that has no inverse. */
  readonly paths: Ensemble;
  /** ln|det| of the Jacobian of all steps from x₀ to the path given, nats, [N]; NaN where the path has a failure. */
  readonly logDeterminants: Vector;
  /** Variance of those over the probes that they were estimated from, nats², [N]; 0 where they are exact. */
  readonly probeVariances: Vector;
  /**
   * Steps at whose preimage the Jacobian has a negative eigenvalue, [N]. 0: every step's Jacobian is positive definite
   * along the path's way, the branch that small steps have alone. Else the path lies on another, folded branch.
   */
  readonly folds: Vector;
  /** Steps that took Newton's method, [N]: there the fixed point does not contract. */
  readonly newtonSteps: Vector;
  readonly failures: readonly InversionFailure[];
}

/** Probes and checkpoints of a way back. */
export type InversionOptions = Pick<
  DescendOptions,
  'probeKey' | 'probeGoal' | 'resume' | 'onCheckpoint' | 'onProgress'
> &
  Pick<InverseSearch, 'tolerance'>;

/**
 * Brings paths back through all steps of a schedule: x₀ with the schedule's x_T, and the log-determinant on the way.
 *
 * Each step is inverted by a fixed point, then by Newton's method (`invertStep`); what cannot be inverted is a failure of
 * that path, and no error. A preimage need not be the only one: `folds` says on which branch it is.
 * @param paths x_T, [N, d]; not changed
 * @throws RangeError when the paths do not fit the schedule; TypeError when the schedule has a constraint
 * Cost: some ten evaluations and pullbacks per step and path, and one log-determinant.
 */
export async function invertFrozen(
  plan: Schedule,
  paths: Ensemble,
  options: InversionOptions = {},
): Promise<FrozenInversion> {
  checkPaths('invertFrozen', plan, paths);
  const { probeKey, probeGoal, tolerance, resume, onCheckpoint, onProgress } = options;
  const algorithm = frozenInverse(plan, { probeKey, probeGoal, tolerance });
  return inversionOf(plan, await runAlgorithm(algorithm, paths, plan.stepCount, { resume, onCheckpoint, onProgress }));
}

/** What a run of `frozenInverse` found; `firstPath` is the number of the first path, for messages. */
export function inversionOf(
  plan: Schedule,
  { pathCount, lastStep, state, records }: Space<InverseSchema>,
  firstPath = 0,
): FrozenInversion {
  const { signalLength } = plan.energy;
  const last = (rows: Vector): Vector => rows.slice(lastStep * pathCount, (lastStep + 1) * pathCount);
  const failures = Array.from({ length: pathCount }, (_, n) => n)
    .filter((n) => state.failedStep[n] > 0)
    .map((n) => {
      const given = { path: firstPath + n, stepNumber: state.failedStep[n], residual: state.residual[n] };
      return failureOf(plan, given, state.paths.subarray(n * signalLength, (n + 1) * signalLength));
    });
  return {
    schedule: plan,
    paths: ensemble(pathCount, shapeOf(plan.energy), state.paths),
    logDeterminants: last(records.logDeterminants),
    probeVariances: last(records.probeVariances),
    folds: last(records.folds),
    newtonSteps: last(records.newtonSteps),
    failures,
  };
}

/** @param before the path where the search ended: the path given, where the last step failed */
function failureOf(
  { name, stepCount, energy }: Schedule,
  { path, stepNumber, residual }: Omit<InversionFailure, 'message'>,
  before: Vector,
): InversionFailure {
  const at = firstNonFinite(before);
  if (at >= 0) {
    const message = `${name}: path ${path} has the value ${before[at]} at ${at}, expected a finite number; leave the path out`;
    return { path, stepNumber, residual, message };
  }
  const anywhere = energy.bandedHessian ? ', and Newton without that bound' : '';
  const message =
    `${name}: step ${stepNumber} of ${stepCount} has no inverse that was found at path ${path}: the fixed point, damped Newton where ` +
    `the step is one-to-one${anywhere} leave a residual of ${residual.toPrecision(2)}; freeze a descent of smaller steps`;
  return { path, stepNumber, residual, message };
}
