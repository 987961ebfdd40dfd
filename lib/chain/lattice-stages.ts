import { firstNonFinite, matrix, type Vector, vector, vectorOf } from '../array/index.js';
import {
  blockGibbsKernel,
  freeEnergies,
  heatBathKernel,
  type RestrictedMachine,
  restrictedMachine,
  type SpinSystem,
  scaledMachine,
} from '../lattice/index.js';
import { callOf, type PortableCall, perform, portable } from '../parallel/index.js';
import { foldIn } from '../random/index.js';
import type { AnnealingStages } from './annealing-stages.js';

/**
 * Spins that are cooled: stages β_k U, each with a heat-bath sweep. From β₀ = 0, where the spins are independent and fair, so that
 * ln Z₀ = n ln 2 (`fairSpins`).
 * @param inverseTemperatures β₀ … β_T, finite
 * @throws RangeError when there are fewer than two, or one is not finite
 */
export function spinStages(system: SpinSystem, inverseTemperatures: ArrayLike<number>): AnnealingStages {
  const betas = checkFactors('spinStages: inverseTemperatures', inverseTemperatures);
  const { name, shape, identity, call } = system;
  const scaled = (values: Vector, k: number): Vector => values.map((energy) => betas[k] * energy);
  return {
    name: `${name}, cooled`,
    shape,
    length: betas.length,
    carriedWidth: 1,
    enter(k, paths, { carried = system.energies(paths) }) {
      return { paths, potential: scaled(carried, k), carried };
    },
    move(k, { paths }, { key, first }) {
      const next = heatBathKernel(system, { inverseTemperature: betas[k] })(paths, (n) => foldIn(key, first + n));
      const carried = system.energies(next);
      return { paths: next, potential: scaled(carried, k), carried };
    },
    identity: { system: identity, inverseTemperatures: betas },
    call: callOf(madeSpinStages, call, betas),
  };
}

const madeSpinStages = portable(
  'chain/lattice-stages#spins',
  (system: PortableCall<SpinSystem>, betas: Vector): AnnealingStages => spinStages(perform(system), betas),
);

/**
 * The visible units of a restricted Boltzmann machine as its energy grows: stages of the machine with energy f_k U, each with a sweep of
 * block Gibbs sampling; the hidden units are summed over. From f₀ = 0, where all units are independent and fair, so that
 * ln Z₀ = (V + H) ln 2.
 * @param factors f₀ … f_T, finite
 * @throws RangeError when there are fewer than two, or one is not finite
 */
export function machineStages(machine: RestrictedMachine, factors: ArrayLike<number>): AnnealingStages {
  const scale = checkFactors('machineStages: factors', factors);
  const { visibleCount, hiddenCount, visibleBias, hiddenBias, weights } = machine;
  const plain = { visibleBias, hiddenBias, weights: weights.data };
  const at = (k: number): RestrictedMachine => scaledMachine(machine, scale[k]);
  return {
    name: `machine of ${visibleCount} × ${hiddenCount} units, its energy growing`,
    shape: [visibleCount],
    length: scale.length,
    carriedWidth: 0,
    enter: (k, paths) => ({ paths, potential: freeEnergies(at(k), paths), carried: vector(0) }),
    move(k, { paths }, { key, first }) {
      const scaled = at(k);
      const next = blockGibbsKernel(scaled)(paths, (n) => foldIn(key, first + n));
      return { paths: next, potential: freeEnergies(scaled, next), carried: vector(0) };
    },
    identity: { machine: plain, factors: scale },
    call: callOf(madeMachineStages, plain, scale),
  };
}

const madeMachineStages = portable(
  'chain/lattice-stages#machine',
  ({ visibleBias, hiddenBias, weights }: Record<'visibleBias' | 'hiddenBias' | 'weights', Vector>, factors: Vector) =>
    machineStages(
      restrictedMachine({ visibleBias, hiddenBias, weights: matrix(visibleBias.length, hiddenBias.length, weights) }),
      factors,
    ),
);

function checkFactors(where: string, values: ArrayLike<number>): Vector {
  const bad = firstNonFinite(values);
  if (values.length < 2 || bad >= 0) {
    throw new RangeError(
      `${where} expects two or more finite numbers, got ${bad >= 0 ? `${values[bad]} at ${bad}` : `${values.length} of them`}; give all β from the first to the last`,
    );
  }
  return vectorOf(values);
}
