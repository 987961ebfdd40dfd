import { runAtOnce } from '../algorithm/index.js';
import { displaySymbol, type Ensemble, ensemble, shapeOf, tableBundle, type Vector } from '../array/index.js';
import { type EnergyRecipe, energyOf } from '../energy/index.js';
import {
  type FrozenInversion,
  frozenDescent,
  frozenInverse,
  type InversionOptions,
  inversionOf,
  invertFrozen,
  type Schedule,
  schedule,
} from '../flow/index.js';
import { type Model, type ModelRecipe, modelOf } from '../model/index.js';
import { callOf, portable } from '../parallel/index.js';
import { type Key, key as keyOf } from '../random/index.js';

/** Log-densities of paths under a frozen descent, with what is known of them. */
export interface FrozenDensity {
  /** ln q(x) of the branch that each path's preimage is on, nats, [N]; NaN where a step has no inverse. */
  readonly logDensities: Vector;
  /** Over the probes of log-determinants, [N]; 0 where these are exact. */
  readonly standardErrors: Vector;
  /** Preimages, branches and failures. */
  readonly inversion: FrozenInversion;
}

/** The law of fresh paths that frozen weights move: a normalizing flow. */
export interface FrozenModel extends Model {
  readonly base: Model;
  readonly schedule: Schedule;
  /**
   * `logDensity` over worker threads, with standard errors, branches, and failures in place of errors.
   * Cost: see `invertFrozen`.
   */
  density(paths: Ensemble, options?: InversionOptions): Promise<FrozenDensity>;
}

/** How log-determinants are estimated and preimages searched: plain data. */
export interface FrozenModelOptions {
  /** Draws the probes where determinants are estimated; key 0 when left out. */
  readonly probeKey?: Key;
  /** Accuracy of a preimage: see `InverseSearch`. */
  readonly tolerance?: number;
}

/**
 * The law of a base model's paths after all steps of a schedule, as a model.
 *
 * ln q(x) = ln q₀(x₀) − Σ ln|det of the steps' Jacobians|, x₀ found by inverting the steps, last step first. A preimage on
 * which every Jacobian is positive definite is on the main branch, the only one that small steps have. A path may have
 * further preimages, so that the density given is at most that of the whole law; over all paths the main branch
 * integrates to the probability that no step of a drawn path folds.
 * @param base q₀
 * @throws TypeError when the schedule has a constraint, whose steps have no inverse; RangeError when the base model's paths are no paths of the schedule's energy; from `logDensity` where a step has
 *   no inverse, by step and path, with what was tried; from `sample` where a path is no longer finite
 * Cost of a draw: T pullbacks. Of a density: `invertFrozen`; exact where the energy's Hessian is a band, or d is at most 64.
 */
export function frozenModel(plan: Schedule, base: Model, options: FrozenModelOptions = {}): FrozenModel {
  const { energy, stepCount, constraint } = plan;
  if (constraint !== undefined) {
    throw new TypeError(
      `frozenModel: schedule expects no constraint, got ${constraint.name}: a step that keeps values in place has no inverse, so that ` +
        'there is no density; descendFrozen moves paths by it',
    );
  }
  if (base.signalLength !== energy.signalLength) {
    throw new RangeError(
      `frozenModel: base expects paths of length ${energy.signalLength} as the schedule's ${energy.name}, got ${base.signalLength}`,
    );
  }
  const name = `${plan.name} of ${energy.name} from ${base.name}`;

  function densityOf(inversion: FrozenInversion): FrozenDensity {
    const logDensities = base.logDensity(inversion.paths).map((value, n) => value - inversion.logDeterminants[n]);
    return { logDensities, standardErrors: inversion.probeVariances.map(Math.sqrt), inversion };
  }

  return {
    name,
    base,
    schedule: plan,
    signalLength: energy.signalLength,
    parameters: { 'steps of the schedule': stepCount, 'components of the energy': energy.componentCount },
    get recipe() {
      return recipeOf(plan, base, options);
    },
    sample(key, pathCount, firstPath = 0) {
      const start = base.sample(key, pathCount, firstPath);
      const { state } = runAtOnce(frozenDescent(plan), start, stepCount, keyOf(0));
      return ensemble(pathCount, shapeOf(energy), state.paths);
    },
    logDensity(paths, firstPath = 0) {
      if (paths.signalLength !== energy.signalLength) {
        throw new RangeError(
          `${name}.logDensity: model expects signal length ${energy.signalLength}, got ${paths.signalLength}`,
        );
      }
      const algorithm = frozenInverse(plan, { ...options, firstPath });
      const inversion = inversionOf(plan, runAtOnce(algorithm, paths, stepCount, keyOf(0)), firstPath);
      if (inversion.failures.length > 0) throw new RangeError(inversion.failures[0].message);
      return densityOf(inversion).logDensities;
    },
    density: async (paths, given) => densityOf(await invertFrozen(plan, paths, { ...options, ...given })),
    [displaySymbol]: () =>
      tableBundle(`model: ${name}`, [
        ['signal length', energy.signalLength],
        ['steps', stepCount],
        ['components', energy.componentCount],
      ]),
  };
}

/** @throws TypeError when the energy is the reader's own, which no worker can make */
function recipeOf({ name, energy, weights }: Schedule, base: Model, options: FrozenModelOptions): ModelRecipe {
  if (energy.recipe === undefined) {
    throw new TypeError(
      `frozenModel: energy expects one of the library's, got ${energy.name}; a worker cannot make the model, so call its methods yourself`,
    );
  }
  const rows = Array.from({ length: weights.rowCount }, (_, t) => [...weights.row(t)]);
  return callOf(madeFrozenModel, { name, energy: energy.recipe, weights: rows, base: base.recipe, options });
}

interface FrozenModelPlan {
  readonly name: string;
  readonly energy: EnergyRecipe;
  readonly weights: readonly (readonly number[])[];
  readonly base: ModelRecipe;
  readonly options: FrozenModelOptions;
}

const madeFrozenModel = portable(
  'divergence/frozen-model',
  ({ name, energy, weights, base, options }: FrozenModelPlan): FrozenModel =>
    frozenModel(schedule(energyOf(energy), weights, { name }), modelOf(base), options),
);
