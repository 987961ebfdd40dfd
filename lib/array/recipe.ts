/**
 * A library folder's exported factory and its arguments, as plain data: how a worker makes the same object again. A recipe among
 * the arguments stands for what it makes.
 */
export interface Recipe {
  readonly module: 'energy' | 'model';
  readonly factory: string;
  readonly arguments: readonly unknown[];
}

/** Whether a value is a recipe. */
export function isRecipe(value: unknown): value is Recipe {
  return typeof value === 'object' && value !== null && 'module' in value && 'factory' in value && 'arguments' in value;
}
