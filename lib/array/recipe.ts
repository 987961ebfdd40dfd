/**
 * A factory and its arguments as plain data: how a worker makes the same object again. A recipe among the arguments stands for
 * what the recipe makes.
 */
export interface Recipe {
  /** Which table of factories: `energy`, `model`. */
  readonly module: string;
  readonly factory: string;
  readonly arguments: readonly unknown[];
}

/** Factories of one kind of object, by name. */
export type Factories<Made> = Readonly<Record<string, (...given: never[]) => Made>>;

/** The recipes of a table of factories; an argument which is `Made` itself is given by a recipe. */
export type RecipeFor<Module extends string, Table extends Factories<Made>, Made> = {
  [Factory in keyof Table & string]: {
    readonly module: Module;
    readonly factory: Factory;
    readonly arguments: ArgumentsFor<Module, Table, Made, Parameters<Table[Factory]>>;
  };
}[keyof Table & string];

type ArgumentsFor<Module extends string, Table extends Factories<Made>, Made, Given extends readonly unknown[]> = {
  readonly [Place in keyof Given]: Given[Place] extends Made ? RecipeFor<Module, Table, Made> : Given[Place];
};

/**
 * Makes the object that a recipe names, and first those that recipes among its arguments name.
 * @throws RangeError when the recipe belongs to another table, or names no factory of this one
 */
export function makeFrom<Made>(module: string, table: Factories<Made>, recipe: Recipe): Made {
  if (recipe.module !== module || !Object.hasOwn(table, recipe.factory)) {
    const known = Object.keys(table).join(', ');
    throw new RangeError(
      `${module} recipe: factory expects one of ${known}, got ${recipe.factory} of ${recipe.module}; add the factory to lib/${module}/registry.ts`,
    );
  }
  const given = recipe.arguments.map((argument) => (isRecipe(argument) ? makeFrom(module, table, argument) : argument));
  return table[recipe.factory](...(given as never[]));
}

function isRecipe(value: unknown): value is Recipe {
  return typeof value === 'object' && value !== null && 'module' in value && 'factory' in value && 'arguments' in value;
}
