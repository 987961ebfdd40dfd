import type { Vector } from '../../array/index.js';
import { energyPotential } from '../../chain/index.js';
import { type Energy, type EnergyRecipe, energyOf } from '../../energy/index.js';
import type { PathFunctional } from '../../flow/index.js';
import { gaussian } from '../../model/index.js';
import { callOf, portable } from '../../parallel/index.js';

/** ln q₀(x) − θ·Φ(x), q₀ = N(0, I), as a functional that a descent records: ln of the law of largest entropy, plus ln Z. */
export function canonicalLogDensity(energy: Energy, multipliers: Vector): PathFunctional {
  const potential = energyPotential(energy, multipliers, gaussian({ signalLength: energy.signalLength }));
  return {
    evaluate: (paths) => potential.values(paths).map((value) => -value),
    ...(energy.recipe && { call: callOf(made, energy.recipe, multipliers) }),
  };
}

const made = portable('chapter/noise/canonical-density', (recipe: EnergyRecipe, multipliers: Vector) =>
  canonicalLogDensity(energyOf(recipe), multipliers),
);
