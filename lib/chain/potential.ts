import {
  type Ensemble,
  ensemble,
  firstNonFinite,
  type Shape,
  shapeOf,
  type Vector,
  vector,
  vectorOf,
} from '../array/index.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf } from '../energy/index.js';
import { type Density, type ModelRecipe, modelOf, type Score } from '../model/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';
import { blockDerivatives } from './block-derivatives.js';

/** U of a law with density exp(−U)/Z: what a chain moves in. Z may be unknown. Every call returns numbers that its caller may change. */
export interface Potential {
  readonly name: string;
  /** Axes of a path, `[d]` for series. */
  readonly shape: Shape;
  /** U of each path, nats, [N]; up to a constant that all paths share. */
  values(paths: Ensemble): Vector;
  /** ∇U of each path, [N, d], in nats per unit of the paths' values. */
  gradient(paths: Ensemble): Ensemble;
  /** Both at once, in the time of the gradient where they share work. */
  evaluate(paths: Ensemble): { readonly values: Vector; readonly gradient: Ensemble };
  /** (I + h∇U)⁻¹ of each path, where it has a closed form: see `resolvent`. */
  resolvent?(paths: Ensemble, stepSize: number): Ensemble;
  /** Plain data that tells this potential from others of its kind: a checkpoint of a chain in another one is refused. */
  readonly identity: unknown;
  /** How another thread makes the same potential; without, chains stay in the calling thread. */
  readonly call?: PortableCall<Potential>;
}

/** A model that has what a potential needs. */
export type ScoredModel = Density & Score;

/**
 * The potential −ln p of a model.
 * Cost: of the model's log-density and of its score.
 */
export function modelPotential(model: ScoredModel): Potential {
  const { name, signalLength, recipe } = model;
  const values = (paths: Ensemble): Vector => model.logDensity(paths).map((value) => -value);
  const gradient = (paths: Ensemble): Ensemble => scaled(model.score(paths), -1);
  return {
    name: `−ln p of ${name}`,
    shape: [signalLength],
    identity: recipe,
    values,
    gradient,
    evaluate: (paths) => ({ values: values(paths), gradient: gradient(paths) }),
    call: callOf(madeOfModel, recipe),
  };
}

const madeOfModel = portable(
  'chain/potential#model',
  (recipe: ModelRecipe): Potential => modelPotential(scoredModelOf(recipe)),
);

/**
 * The potential θ·Φ − ln q₀ of the exponential family through a base model: the maximum-entropy laws of section 2 have this form, with
 * θ the Lagrange multipliers of the energy constraints.
 * @param energy Φ
 * @param multipliers θ, [K], finite
 * @param base q₀; Lebesgue measure when left out, for energies that confine the paths by themselves
 * @throws RangeError when θ has not K finite entries, or the base model has another signal length
 * Cost: an evaluation of the energy, or a pullback, and the base's log-density, or score.
 */
export function energyPotential(energy: Energy, multipliers: ArrayLike<number>, base?: ScoredModel): Potential {
  const { signalLength, componentCount } = energy;
  if (multipliers.length !== componentCount || firstNonFinite(multipliers) >= 0) {
    throw new RangeError(
      `energyPotential: multipliers expects ${componentCount} finite numbers, one per component of ${energy.name}, got ` +
        `[${Array.from(multipliers).join(', ')}]; a training that diverges needs smaller steps`,
    );
  }
  if (base && base.signalLength !== signalLength) {
    throw new RangeError(
      `energyPotential: base expects signal length ${signalLength}, got ${base.signalLength}; take both for the same paths`,
    );
  }
  const theta = vectorOf(multipliers);
  const derivatives = blockDerivatives(energy);

  /** Takes ln q₀ and its score from θ·Φ and its gradient. */
  function withBase(paths: Ensemble, values: Vector | undefined, gradient: Vector | undefined): void {
    const logBase = values && base?.logDensity(paths);
    const score = gradient && base?.score(paths).data;
    if (logBase) for (let n = 0; n < logBase.length; n++) values[n] -= logBase[n];
    if (score) for (let i = 0; i < score.length; i++) gradient[i] -= score[i];
  }

  return {
    name: `θ·Φ of ${energy.name}${base ? `, base ${base.name}` : ''}`,
    shape: shapeOf(energy),
    identity: { energy: energyIdentity(energy), multipliers: theta, base: base?.recipe },
    values(paths) {
      const values = vector(paths.pathCount);
      derivatives(paths, theta, { values });
      withBase(paths, values, undefined);
      return values;
    },
    gradient(paths) {
      const gradient = ensemble(paths.pathCount, paths.shape);
      derivatives(paths, theta, { gradient: gradient.data });
      withBase(paths, undefined, gradient.data);
      return gradient;
    },
    evaluate(paths) {
      const [values, gradient] = [vector(paths.pathCount), ensemble(paths.pathCount, paths.shape)];
      derivatives(paths, theta, { values, gradient: gradient.data });
      withBase(paths, values, gradient.data);
      return { values, gradient };
    },
    call: energy.recipe && callOf(madeOfEnergy, energy.recipe, theta, base?.recipe),
  };
}

const madeOfEnergy = portable(
  'chain/potential#energy',
  (energy: EnergyRecipe, multipliers: Vector, base: ModelRecipe | undefined): Potential =>
    energyPotential(energyOf(energy), multipliers, base && scoredModelOf(base)),
);

/** The model of a recipe, which must have a score: it had one where the recipe was written. */
export function scoredModelOf(recipe: ModelRecipe): ScoredModel {
  const model = modelOf(recipe);
  if (!('score' in model))
    throw new TypeError(`potential: model expects a score, got ${model.name}; use gaussian or ar`);
  return model as typeof model & Score;
}

function scaled({ pathCount, shape, data }: Ensemble, factor: number): Ensemble {
  return ensemble(
    pathCount,
    shape,
    data.map((value) => factor * value),
  );
}
