import { isRecipe, type Recipe } from '../array/index.js';
import type { Energy } from '../energy/index.js';
import type { PathFunctional } from './path-functional.js';

/** Makes the object that a recipe names, and those that recipes among its arguments name. */
export function make(recipe: Recipe): unknown {
  const factories = recipe.module === 'energy' ? require('../energy/index.js') : require('../model/index.js');
  return factories[recipe.factory](
    ...recipe.arguments.map((argument) => (isRecipe(argument) ? make(argument) : argument)),
  );
}

/** The energy that a recipe names. */
export function makeEnergy(recipe: Recipe): Energy {
  return make(recipe) as Energy;
}

/** The functional that a recipe and a method name. */
export function makeFunctional(recipe: Recipe, method: string): PathFunctional {
  const owner = make(recipe) as Record<string, PathFunctional['evaluate']>;
  return { recipe, method, evaluate: (paths, firstPath) => owner[method](paths, firstPath) };
}
