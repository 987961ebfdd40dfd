import { firstNonFinite, type Matrix, matrix, type Shape, shapeOf, type Vector } from '../array/index.js';
import { type Energy, type EnergyRecipe, energyIdentity, energyOf } from '../energy/index.js';
import type { ModelRecipe } from '../model/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { energyPotential, type Potential, type ScoredModel, scoredModelOf } from './potential.js';

/** Potentials U₀ … U_T that walkers are led through. */
export interface PotentialSchedule {
  readonly name: string;
  readonly shape: Shape;
  /** T + 1. */
  readonly length: number;
  /** U_k, k = 0 … T. */
  at(k: number): Potential;
  /** Plain data that tells this schedule from others. */
  readonly identity: unknown;
  /** How another thread makes the same schedule; without, walkers stay in the calling thread. */
  readonly call?: PortableCall<PotentialSchedule>;
}

/**
 * A schedule of any potentials of one shape.
 * @throws RangeError when there are fewer than two, or their shapes differ
 */
export function potentialSchedule(potentials: readonly Potential[]): PotentialSchedule {
  if (potentials.length < 2) {
    throw new RangeError(`potentialSchedule: potentials expects two or more, got ${potentials.length}; give U₀ and U₁`);
  }
  const { name, shape } = potentials[0];
  const other = potentials.findIndex((one) => one.shape.join() !== shape.join());
  if (other >= 0) {
    throw new RangeError(
      `potentialSchedule: potentials expects one shape, got [${shape.join(', ')}] first and ` +
        `[${potentials[other].shape.join(', ')}] at ${other}; make all for the same paths`,
    );
  }
  const calls = potentials.flatMap(({ call }) => call ?? []);
  return {
    name: `${potentials.length} potentials from ${name}`,
    shape,
    length: potentials.length,
    at: (k) => potentials[k],
    identity: potentials.map(({ identity }) => identity),
    ...(calls.length === potentials.length && { call: callOf(madeOfCalls, calls) }),
  };
}

const madeOfCalls = portable(
  'chain/potential-schedule',
  (calls: readonly PortableCall<Potential>[]): PotentialSchedule =>
    potentialSchedule(calls.map((call) => perform(call))),
);

/**
 * The potentials θ_k·Φ − ln q₀ of a table of multipliers.
 * @param multipliers θ₀ … θ_T, [T + 1, K], finite
 * @param base q₀; Lebesgue measure when left out
 * @throws RangeError when the table has fewer than two rows, not K columns or a number that is not finite, or the base model has
 *   another signal length
 */
export function multiplierSchedule(energy: Energy, multipliers: Matrix, base?: ScoredModel): PotentialSchedule {
  const { rowCount, columnCount, data } = multipliers;
  if (rowCount < 2 || columnCount !== energy.componentCount) {
    throw new RangeError(
      `multiplierSchedule: multipliers expects two rows or more of ${energy.componentCount} numbers, one per component of ` +
        `${energy.name}, got [${rowCount}, ${columnCount}]; give a row per step`,
    );
  }
  const bad = firstNonFinite(data);
  if (bad >= 0) {
    const [row, component] = [Math.floor(bad / columnCount), bad % columnCount];
    throw new RangeError(
      `multiplierSchedule: multipliers expects finite numbers, got ${data[bad]} for ${energy.labels[component]} in row ${row}; a training that diverges needs smaller steps`,
    );
  }
  if (base && base.signalLength !== energy.signalLength) {
    throw new RangeError(
      `multiplierSchedule: base expects signal length ${energy.signalLength}, got ${base.signalLength}; take both for the same paths`,
    );
  }
  const { recipe } = energy;
  return {
    name: `θ·Φ of ${energy.name}${base ? `, base ${base.name}` : ''}`,
    shape: shapeOf(energy),
    length: rowCount,
    at: (k) => energyPotential(energy, multipliers.row(k), base),
    identity: { energy: energyIdentity(energy), multipliers: data, base: base?.recipe },
    ...(recipe && { call: callOf(madeOfMultipliers, recipe, data, base?.recipe) }),
  };
}

const madeOfMultipliers = portable(
  'chain/potential-schedule#multipliers',
  (recipe: EnergyRecipe, data: Vector, base: ModelRecipe | undefined): PotentialSchedule => {
    const energy = energyOf(recipe);
    const { componentCount } = energy;
    const multipliers = matrix(data.length / componentCount, componentCount, data);
    return multiplierSchedule(energy, multipliers, base && scoredModelOf(base));
  },
);
