import { makeFrom, type RecipeFor } from '../array/index.js';
import { autocovariance } from './autocovariance.js';
import { concatenate } from './concatenate.js';
import type { Energy } from './energy.js';
import { projectedScatteringCovariance, scatteringCovariance } from './scattering-covariance.js';
import { scatteringMean } from './scattering-mean.js';
import { scatteringSpectra } from './scattering-spectra.js';
import { squaredNorm } from './squared-norm.js';
import { stylized } from './stylized.js';

/** Energies that a worker can make, one line each; stored results name them too. */
const energyFactories = {
  autocovariance,
  concatenate,
  projectedScatteringCovariance,
  scatteringCovariance,
  scatteringMean,
  scatteringSpectra,
  squaredNorm,
  stylized,
};

/** How a worker makes an energy again, as plain data. */
export type EnergyRecipe = RecipeFor<'energy', typeof energyFactories, Energy>;

/**
 * The energy that a recipe names.
 * @throws RangeError when no energy has that name, or as the factory does
 */
export function energyOf(recipe: EnergyRecipe): Energy {
  return makeFrom<Energy>('energy', energyFactories, recipe);
}
