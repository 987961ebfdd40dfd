import {
  checkLength,
  checkPositive,
  type Ensemble,
  ensemble,
  firstNonFinite,
  type Matrix,
  matrix,
  type Shape,
  shapeOf,
  type Vector,
  vector,
} from '../array/index.js';
import { energyPotential, type Potential, type ScoredModel } from '../chain/index.js';
import { scoredModelOf } from '../chain/potential.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf } from '../energy/index.js';
import { gaussianMixture, type ModelRecipe } from '../model/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';
import { logistic, softplus } from '../special/index.js';

/** A law that draws paths, with density and score. */
export interface DrawnModel extends ScoredModel {
  sample: ReturnType<typeof gaussianMixture>['sample'];
}

/** Potentials U_θ with parameters that are trained. */
export interface PotentialFamily {
  readonly name: string;
  /** Axes of a path, `[d]` for series. */
  readonly shape: Shape;
  /** K, the numbers in θ. */
  readonly parameterCount: number;
  /** U_θ. */
  at(parameters: Vector): Potential;
  /** ∂U_θ/∂θ of each path, [N, K]. */
  slopes(paths: Ensemble, parameters: Vector): Matrix;
  /** e^{−U_θ}/Z where it can be drawn from; undefined where only chains reach it. */
  law(parameters: Vector): DrawnModel | undefined;
  /** Plain data that tells this family from others. */
  readonly identity: unknown;
  /** How another thread makes the same family; without, training stays in the calling thread. */
  readonly call?: PortableCall<PotentialFamily>;
}

/**
 * The exponential family θ·Φ − ln q₀: its slopes are the energies Φ, whatever θ is.
 * @param base q₀, which the law of θ = 0 is
 * @throws RangeError when energy and base have another signal length
 * Cost: of the energy, and of the base's log-density and score.
 */
export function exponentialFamily(energy: Energy, base: DrawnModel): PotentialFamily {
  if (base.signalLength !== energy.signalLength) {
    throw new RangeError(
      `exponentialFamily: base expects signal length ${energy.signalLength}, got ${base.signalLength}; make one as long`,
    );
  }
  return {
    name: `θ·Φ of ${energy.name}, base ${base.name}`,
    shape: shapeOf(energy),
    parameterCount: energy.componentCount,
    at: (parameters) => energyPotential(energy, parameters, base),
    slopes: (paths) => energy.values(paths),
    law: (parameters) => (parameters.every((value) => value === 0) ? base : undefined),
    identity: { exponential: energyIdentity(energy), base: base.recipe },
    ...(energy.recipe && { call: callOf(madeExponential, energy.recipe, base.recipe) }),
  };
}

const madeExponential = portable(
  'training/family#exponential',
  (energy: EnergyRecipe, base: ModelRecipe): PotentialFamily =>
    exponentialFamily(energyOf(energy), scoredModelOf(base) as DrawnModel),
);

/**
 * Two modes of known places and unknown masses on the line: e^{−U} ∝ e^{−(x−a)²/2} + e^{−z} e^{−(x+a)²/2}, the one parameter z being
 * the log-odds of the right mode. ∂U/∂z = r(x) = 1/(1 + e^{2ax+z}) is the share of the left mode at x.
 * @param separation a > 0, half the distance of the modes in their own deviations
 * @throws RangeError when the separation is not positive and finite
 */
export function mixtureFamily({ separation: a }: { readonly separation: number }): PotentialFamily {
  checkPositive('mixtureFamily: separation', a);
  const logOdds = (parameters: Vector): number => {
    checkLength('mixtureFamily: parameters', parameters, 1);
    if (firstNonFinite(parameters) < 0) return parameters[0];
    throw new RangeError(`mixtureFamily: parameters expects a finite number, got ${parameters[0]}; take a lower rate`);
  };
  return {
    name: `modes at ±${a}`,
    shape: [1],
    parameterCount: 1,
    at: (parameters) => mixturePotential(a, logOdds(parameters)),
    slopes({ pathCount, data }, parameters) {
      const z = logOdds(parameters);
      const result = matrix(pathCount, 1);
      for (let n = 0; n < pathCount; n++) result.data[n] = logistic(-2 * a * data[n] - z);
      return result;
    },
    law: (parameters) => mixtureWithOdds({ separation: a, logOdds: logOdds(parameters) }),
    identity: { mixture: a },
    call: callOf(madeMixture, { separation: a }),
  };
}

const madeMixture = portable('training/family#mixture', mixtureFamily);

/**
 * The mixture σ(z) N(a, 1) + (1 − σ(z)) N(−a, 1), σ the logistic function.
 */
export function mixtureWithOdds({
  separation,
  logOdds,
}: {
  readonly separation: number;
  readonly logOdds: number;
}): ReturnType<typeof gaussianMixture> {
  const right = logistic(logOdds);
  return gaussianMixture([
    { weight: right, mean: [separation] },
    { weight: 1 - right, mean: [-separation] },
  ]);
}

function mixturePotential(a: number, z: number): Potential {
  // Loops: a call per walker through `map` would cost as much as the exponentials.
  const values = ({ pathCount, data }: Ensemble): Vector => {
    const result = vector(pathCount);
    for (let n = 0; n < pathCount; n++) {
      const x = data[n];
      result[n] = 0.5 * (x - a) * (x - a) - softplus(-2 * a * x - z);
    }
    return result;
  };
  const gradient = ({ pathCount, data }: Ensemble): Ensemble => {
    const result = ensemble(pathCount, 1);
    for (let n = 0; n < pathCount; n++) {
      const x = data[n];
      result.data[n] = x - a + 2 * a * logistic(-2 * a * x - z);
    }
    return result;
  };
  return {
    name: `modes at ±${a}, log-odds ${z}`,
    shape: [1],
    identity: { mixture: a, logOdds: z },
    values,
    gradient,
    evaluate: (paths) => ({ values: values(paths), gradient: gradient(paths) }),
    call: callOf(madePotential, a, z),
  };
}

const madePotential = portable('training/family#potential', mixturePotential);

/** Points of a line as one-value paths. */
export function pathsOfPoints(points: Vector): Ensemble {
  return ensemble(points.length, 1, points);
}
