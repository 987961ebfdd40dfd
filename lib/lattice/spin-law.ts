import { type Vector, vector } from '../array/index.js';
import { exp, log, squared } from '../special/index.js';
import { checkEnumerable, linearForms, productMoments } from './binary-states.js';
import type { SpinSystem } from './spin-system.js';

/** Averages of the Gibbs law e^{−βU}/Z. */
export interface GibbsAverages {
  /** ln Z, nats. */
  readonly logPartition: number;
  /** ⟨U⟩ = −∂ ln Z/∂β, in the unit of U. */
  readonly meanEnergy: number;
  /** Var U = ∂² ln Z/∂β², in the squared unit of U. */
  readonly energyVariance: number;
}

/** The Gibbs law of few spins, state by state; bit i of a state's number is 1 where sᵢ = 1. */
export interface SpinLaw extends GibbsAverages {
  /** U of each state, [2ⁿ]. */
  readonly energies: Vector;
  /** Probability of each state, [2ⁿ]. */
  readonly masses: Vector;
  /** ⟨Σ s⟩/n. */
  readonly meanMagnetisation: number;
  /** ⟨|Σ s|⟩/n. */
  readonly meanAbsoluteMagnetisation: number;
  /** ⟨Π_{i∈S} sᵢ⟩ for every set S of sites, [2ⁿ]; bit i of an entry's number says whether S holds site i. Cost of the call: n 2ⁿ. */
  productMoments(): Vector;
}

/** Inverse temperature of a Gibbs law. */
export interface GibbsOptions {
  /** β, per unit of U: finite, and also below 0, since a finite set has a law for each; 1 when left out. */
  readonly inverseTemperature?: number;
}

/** Refuses an inverse temperature that is not finite. */
export function checkInverseTemperature(where: string, beta: number): void {
  if (Number.isFinite(beta)) return;
  throw new RangeError(
    `${where}: inverseTemperature expects a finite number, got ${beta}; give β, 0 for independent spins`,
  );
}

/**
 * The Gibbs law of a system of at most 20 spins, by enumeration of its states.
 * @throws RangeError when there are more spins, or β is not finite
 * Cost: 2ⁿ exponentials, 16 · 2ⁿ bytes; .1 s for 20 spins.
 */
export function spinLaw(system: SpinSystem, { inverseTemperature = 1 }: GibbsOptions = {}): SpinLaw {
  const { siteCount } = system;
  checkEnumerable('spinLaw: system', siteCount, 'take a smaller system, isingAverages for a torus, or sample');
  checkInverseTemperature('spinLaw', inverseTemperature);
  const energies = stateEnergies(system);
  const reduced = energies.map((energy) => inverseTemperature * energy);
  const least = reduced.reduce((low, value) => Math.min(low, value), Infinity);
  const weights = reduced.map((value) => exp(least - value));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const masses = weights.map((weight) => weight / total);
  const sizes = linearForms(-siteCount, vector(siteCount).fill(2));
  const meanEnergy = mean(masses, energies);
  return {
    logPartition: log(total) - least,
    meanEnergy,
    energyVariance: mean(
      masses,
      energies.map((energy) => squared(energy - meanEnergy)),
    ),
    energies,
    masses,
    meanMagnetisation: mean(masses, sizes) / siteCount,
    meanAbsoluteMagnetisation: mean(masses, sizes.map(Math.abs)) / siteCount,
    productMoments: () => productMoments(masses),
  };
}

/** The state of a number, as spins. */
export function spinsOfState(state: number, siteCount: number): Vector {
  return vector(siteCount).map((_, i) => ((state >>> i) & 1 ? 1 : -1));
}

function mean(masses: Vector, values: Vector): number {
  let sum = 0;
  for (let state = 0; state < masses.length; state++) sum += masses[state] * values[state];
  return sum;
}

/** U of all states: spin k doubles the states of those before it and adds −s_k (h_k + Σ_{i<k} J_{ik} sᵢ). */
function stateEnergies({ siteCount, bonds, fields, constant }: SpinSystem): Vector {
  const energies = vector(2 ** siteCount);
  energies[0] = constant;
  for (let k = 0; k < siteCount; k++) {
    const row = vector(k);
    for (let entry = bonds.starts[k]; entry < bonds.starts[k + 1]; entry++) {
      if (bonds.neighbours[entry] < k) row[bonds.neighbours[entry]] += bonds.couplings[entry];
    }
    const pulls = linearForms(
      row.reduce((sum, coupling) => sum - coupling, fields[k]),
      row.map((coupling) => 2 * coupling),
    );
    const size = 2 ** k;
    for (let state = 0; state < size; state++) {
      const energy = energies[state];
      energies[size + state] = energy - pulls[state];
      energies[state] = energy + pulls[state];
    }
  }
  return energies;
}
