import { checkPositive, type Vector } from '../array/index.js';
import { type Key, normals, studentTs } from '../random/index.js';
import { type GarchLaw, isAutoregressive, logLikelihood } from './garch-likelihood.js';
import {
  type ArGarchParameters,
  backcast,
  conditionalVariances,
  type FirstVariance,
  firstVarianceOf,
  type GarchParameters,
  residuals,
  startOf,
} from './garch-variance.js';
import type { Model } from './model.js';
import { checkLength, modelOfPaths } from './path-model.js';
import type { ModelRecipe } from './registry.js';

/** Length of the paths and the rule for the first variance. */
export interface GarchOptions {
  /** d ≥ 1; 2 or more around an autoregression. */
  readonly signalLength: number;
  /** The first conditional variance in the density; `backcast` when left out, as in Python's package arch. */
  readonly firstVariance?: FirstVariance;
}

/** A stationary GARCH(1,1) process. */
export interface GarchModel extends Model {
  /** Variance of a value under the stationary law. */
  readonly variance: number;
  /**
   * sₜ of every innovation of a path of any length: d of them, around an autoregression d − 1, from the second value on.
   * The first is by the model's choice of the first variance.
   */
  conditionalVariances(path: Vector): Vector;
}

/** Steps that a drawn path runs before its first value, which by then follows the stationary law. */
const BURN_IN = 1000;

/**
 * GARCH(1,1) with normal innovations: xₜ = √sₜ zₜ, sₜ = ω + αx²ₜ₋₁ + βsₜ₋₁ (Bollerslev 1986).
 * Paper: Appendix C, GARCH(0.03, 0.1, 0.87).
 *
 * Paths are drawn from the stationary law, after 1000 steps. The density conditions on the first variance, whose stationary
 * law has no closed form: by `backcast` it is read off the path's own first values, so that densities then integrate to 1 only
 * nearly; with a number they do exactly.
 * @throws RangeError when ω is not positive, α or β is negative, or α + β is not below 1
 * Cost: O(d + 1000) a draw, O(d) a density.
 */
export function garch(parameters: GarchParameters, options: GarchOptions): GarchModel {
  const { constant, reaction, memory } = checkRecursion('garch', parameters);
  return garchModel('garch', `GARCH(${listed(constant, reaction, memory)})`, { constant, reaction, memory }, options);
}

/**
 * GARCH(1,1) around an AR(1) mean with Student-t innovations: xₜ = φxₜ₋₁ + eₜ, eₜ = √sₜ zₜ, zₜ of unit variance.
 * Paper: section 5.2, the reference model for market data.
 *
 * As `garch`, but the density is that of x₂ … x_d given x₁, as the package arch has it.
 * @throws RangeError when the recursion's parameters are out of range, φ is not in (−1, 1), or ν is not above 2
 * Cost: O(d + 1000) a draw, O(d) a density.
 */
export function arGarch(parameters: ArGarchParameters, options: GarchOptions): GarchModel {
  const { constant, reaction, memory } = checkRecursion('arGarch', parameters);
  const { autoregression, degrees } = parameters;
  if (!(Math.abs(autoregression) < 1)) {
    throw new RangeError(`arGarch: autoregression expects a number in (-1, 1), got ${autoregression}; shrink it`);
  }
  if (!(degrees > 2) || !Number.isFinite(degrees)) {
    throw new RangeError(`arGarch: degrees expects a finite number above 2, where the variance exists, got ${degrees}`);
  }
  if (!(options.signalLength >= 2)) {
    throw new RangeError(`arGarch: signalLength expects a whole number from 2, got ${options.signalLength}`);
  }
  const law = { autoregression, constant, reaction, memory, degrees };
  return garchModel(
    'arGarch',
    `AR(1)-GARCH-t(${listed(autoregression, constant, reaction, memory, degrees)})`,
    law,
    options,
  );
}

function recipeOf(law: GarchLaw, options: GarchOptions): ModelRecipe {
  return isAutoregressive(law)
    ? { module: 'model', factory: 'arGarch', arguments: [{ ...law }, options] }
    : { module: 'model', factory: 'garch', arguments: [{ ...law }, options] };
}

function garchModel(factory: string, name: string, law: GarchLaw, options: GarchOptions): GarchModel {
  const { signalLength, firstVariance = backcast } = options;
  checkLength(factory, signalLength);
  if (typeof firstVariance === 'number') checkPositive(`${factory}: firstVariance`, firstVariance);
  const { constant, reaction, memory } = law;
  const autoregressive = isAutoregressive(law);
  const autoregression = autoregressive ? law.autoregression : 0;
  const innovations = autoregressive ? studentInnovations(law.degrees) : normals;
  const innovationVariance = constant / (1 - reaction - memory);
  const variance = innovationVariance / (1 - autoregression * autoregression);
  return modelOfPaths<Pick<GarchModel, 'variance' | 'conditionalVariances'>>(
    {
      name,
      signalLength,
      parameters: { ...law, variance },
      recipe: recipeOf(law, { signalLength, firstVariance }),
      draw(key, out) {
        const z = innovations(key, BURN_IN + signalLength);
        let s = innovationVariance;
        let x = 0;
        for (let t = 0; t < z.length; t++) {
          const e = Math.sqrt(s) * z[t];
          x = autoregression * x + e;
          s = constant + reaction * e * e + memory * s;
          if (t >= BURN_IN) out[t - BURN_IN] = x;
        }
      },
      logDensity: (path) => logLikelihood(path, law, startOf(path, firstVariance, autoregressive)),
    },
    {
      variance,
      conditionalVariances(path) {
        const innovations = autoregressive ? residuals(path, autoregression) : path;
        return conditionalVariances(
          innovations,
          law,
          firstVarianceOf(law, startOf(path, firstVariance, autoregressive)),
        );
      },
    },
  );
}

/** Student's t numbers of unit variance. */
function studentInnovations(degrees: number): (key: Key, length: number) => Vector {
  const scale = Math.sqrt((degrees - 2) / degrees);
  return (key, length) => {
    const numbers = studentTs(key, degrees, length);
    for (let t = 0; t < length; t++) numbers[t] *= scale;
    return numbers;
  };
}

function checkRecursion(factory: string, parameters: GarchParameters): GarchParameters {
  const { constant, reaction, memory } = parameters;
  checkPositive(`${factory}: constant`, constant);
  for (const [name, value] of Object.entries({ reaction, memory })) {
    if (!(value >= 0)) throw new RangeError(`${factory}: ${name} expects a number from 0, got ${value}`);
  }
  if (!(reaction + memory < 1)) {
    throw new RangeError(
      `${factory}: reaction + memory expects a sum below 1, where a stationary law exists, got ${reaction + memory}; shrink them`,
    );
  }
  return parameters;
}

function listed(...values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(4))).join(', ');
}
