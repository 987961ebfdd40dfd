import { makeFrom, type Recipe, type RecipeFor } from '../array/index.js';
import { ar } from './ar.js';
import { cir } from './cir.js';
import { arGarch, garch } from './garch.js';
import type { Model } from './model.js';
import { exponential, gaussian, truncatedGaussian } from './white.js';

/** Models that a worker can make, one line each; stored results name them too. */
const modelFactories = { ar, arGarch, cir, exponential, garch, gaussian, truncatedGaussian };

/** How a worker makes a model again, as plain data. */
export type ModelRecipe = RecipeFor<'model', typeof modelFactories, Model>;

/**
 * The model that a recipe names.
 * @throws RangeError when no model has that name, or as the factory does
 */
export function modelOf(recipe: ModelRecipe): Model {
  return makeFrom<Model>('model', modelFactories, recipe);
}

/**
 * A recipe of unknown origin as that of the model which it makes.
 * @throws RangeError when it makes no model
 */
export function checkedModelRecipe(recipe: Recipe): ModelRecipe {
  return makeFrom<Model>('model', modelFactories, recipe).recipe;
}
