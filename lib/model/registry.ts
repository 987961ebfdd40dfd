import { makeFrom, type Recipe, type RecipeFor } from '../array/index.js';
import { type PortableCall, perform } from '../parallel/index.js';
import { ar } from './ar.js';
import { cir } from './cir.js';
import { arGarch, garch } from './garch.js';
import type { Model } from './model.js';
import { exponential, gaussian, truncatedGaussian } from './white.js';

/** Models that a worker can make, one line each; stored results name them too. */
const modelFactories = { ar, arGarch, cir, exponential, garch, gaussian, truncatedGaussian };

/** How a worker makes a model of this table again, as plain data. */
type TableRecipe = RecipeFor<'model', typeof modelFactories, Model>;

/** How a worker makes a model again, as plain data: from this table, or by a portable function where another room makes it. */
export type ModelRecipe = TableRecipe | PortableCall<Model>;

/**
 * The model that a recipe names.
 * @throws RangeError when no model has that name, or as the factory does
 */
export function modelOf(recipe: ModelRecipe): Model {
  return 'module' in recipe ? makeFrom<Model>('model', modelFactories, recipe) : perform(recipe);
}

/** The portable calls of a recipe, whose modules threads must load. */
export function callsOf(recipe: ModelRecipe): PortableCall[] {
  return 'module' in recipe ? [] : [recipe];
}

/**
 * A recipe of unknown origin as that of the model which it makes.
 * @throws RangeError when it makes no model
 */
export function checkedModelRecipe(recipe: Recipe): ModelRecipe {
  return makeFrom<Model>('model', modelFactories, recipe).recipe;
}
