import type { Vector } from '../../array/index.js';
import { type GridLaw, gridDivergence, gridLaw, type LineGrid } from '../../grid/index.js';
import { log } from '../../special/index.js';

/** The free energy of a trial law, and what it exceeds the least one by. */
export interface FreeEnergy {
  /** F[π] = E_π U − T H(π), in the unit of U. */
  readonly value: number;
  /** −T ln Z: the least value, of the Gibbs law alone. */
  readonly least: number;
  /** T D(π‖ρ). */
  readonly excess: number;
}

/**
 * Gibbs's variational principle on a grid: F[π] = E_π U − T H(π) = −T ln Z + T D(π‖ρ), ρ = e^{−U/T}/Z.
 * @param energy U at the points of the grid, [n]
 * @param masses π, [n]; they add to 1
 * @param temperature T, above 0, in the unit of U
 */
export function freeEnergy(grid: LineGrid, energy: Vector, masses: Vector, temperature: number): FreeEnergy {
  const { masses: gibbs, logPartition } = gibbsLaw(grid, energy, 1 / temperature);
  const meanEnergy = masses.reduce((sum, mass, i) => sum + mass * energy[i], 0);
  return {
    value: meanEnergy - temperature * entropy(grid, masses),
    least: -temperature * logPartition,
    excess: temperature * gridDivergence(masses, gibbs),
  };
}

/** e^{−βU}/Z on a grid. */
export function gibbsLaw(grid: LineGrid, energy: Vector, inverseTemperature: number): GridLaw {
  return gridLaw(
    grid,
    energy.map((value) => inverseTemperature * value),
  );
}

/** −∫ ρ ln ρ of a law on a grid, nats: the entropy of its density. */
export function entropy({ spacing }: LineGrid, masses: Vector): number {
  return masses.reduce((sum, mass) => sum - (mass > 0 ? mass * log(mass / spacing) : 0), 0);
}

/**
 * The inverse temperature at which the Gibbs law has a given mean energy: maximum entropy under E U = Ū. β is below 0 where Ū exceeds
 * the mean under the uniform law.
 * @param mean Ū, strictly between the least and the largest U
 * @throws RangeError when it is not
 * Cost: 200 sums over the grid.
 */
export function inverseTemperatureOf(grid: LineGrid, energy: Vector, mean: number): number {
  const [least, most] = [Math.min(...energy), Math.max(...energy)];
  if (!(mean > least && mean < most)) {
    throw new RangeError(
      `inverseTemperatureOf: mean expects a number between ${least} and ${most}, got ${mean}; ask for a mean that some temperature has`,
    );
  }
  const meanAt = (beta: number): number =>
    gibbsLaw(grid, energy, beta).masses.reduce((sum, mass, i) => sum + mass * energy[i], 0);
  let [low, high] = [-1, 1];
  while (meanAt(low) < mean) low *= 2;
  while (meanAt(high) > mean) high *= 2;
  for (let round = 0; round < 80; round++) {
    const middle = 0.5 * (low + high);
    if (meanAt(middle) > mean) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
