import { checkLength, type Vector } from '../array/index.js';
import { gridDivergence } from '../grid/index.js';
import { exp, log } from '../special/index.js';
import { checkMasses } from './grid-walk.js';
import { checkAllPositive } from './number-check.js';

/** What the law at the end of a game on a grid costs: w D(ρ‖π), or a sum over paths of what each pays alone. */
export interface GridCost {
  readonly name: string;
  /** G(ρ) of masses, [n]. */
  value(masses: Vector): number;
  /** The first variation δG/δρ, [n], up to a constant: the change of G per mass that is added at each point. */
  variation(masses: Vector): Vector;
  /** Undefined where the first variation is the same for all laws. */
  readonly dual?: GridDual;
}

/** The other side of a cost that answers to the law. */
export interface GridDual {
  /** The conjugate G*(U) = max over laws of ∫U dρ − G(ρ), of U at each point, [n]. */
  value(potential: Vector): number;
  /** w: where the density at a point grows by the small factor 1 + ε, the first variation grows by wε there. */
  readonly weight: number;
}

/**
 * w D(ρ‖π): paths are drawn to π and repelled by each other. Its first variation is w ln(ρ/π), the constant left out so that its mean
 * is the cost.
 * @param target masses of π, [n], positive
 * @param options.weight w > 0, 1 when left out; as it grows, ρ_T becomes π, and the game a Schrödinger bridge, or optimal transport
 *   where there is no noise
 * @throws RangeError when a mass of the target or the weight is not positive and finite, or the masses do not add to 1; by `variation`,
 *   when a mass is 0
 */
export function gridDivergenceCost(target: Vector, { weight = 1 }: { readonly weight?: number } = {}): GridCost {
  checkAllPositive('gridDivergenceCost', { weight });
  const wrong = target.findIndex((mass) => !(mass > 0 && mass < Infinity));
  if (wrong >= 0) {
    throw new RangeError(
      `gridDivergenceCost: target expects positive masses, got ${target[wrong]} at point ${wrong}; take a smaller range`,
    );
  }
  checkMasses('gridDivergenceCost: target', target, target.length);
  return {
    name: weight === 1 ? 'divergence' : `${weight} times the divergence`,
    value: (masses) => weight * gridDivergence(masses, target),
    variation(masses) {
      checkLength('gridDivergenceCost: masses', masses, target.length);
      const empty = masses.findIndex((mass) => !(mass > 0));
      if (empty >= 0) {
        throw new RangeError(
          `gridDivergenceCost: masses expect positive numbers, got ${masses[empty]} at point ${empty}; give the paths ` +
            'noise, a start with mass at every point, or a smaller range',
        );
      }
      return masses.map((mass, i) => weight * log(mass / target[i]));
    },
    dual: {
      value(potential) {
        checkLength('gridDivergenceCost: target', target, potential.length);
        const most = potential.reduce((high, value) => Math.max(high, value), -Infinity);
        const total = potential.reduce((sum, value, i) => sum + target[i] * exp((value - most) / weight), 0);
        return most + weight * log(total);
      },
      weight,
    },
  };
}

/**
 * ∫ f dρ: every path pays for where it ends and for nothing else, so that the game falls apart into one problem of control. With
 * f = −ln π this is the cross-entropy, the terminal cost of score-based models.
 * @param values f at each point, [n]
 */
export function gridLinearCost(values: Vector): GridCost {
  return {
    name: 'linear',
    value(masses) {
      checkLength('gridLinearCost: masses', masses, values.length);
      return masses.reduce((sum, mass, i) => sum + mass * values[i], 0);
    },
    variation: () => values.slice(),
  };
}
