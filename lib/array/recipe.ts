/** A library folder's exported factory and its arguments, as plain data: how a worker makes the same object again. */
export interface Recipe {
  readonly module: 'energy' | 'model';
  readonly factory: string;
  readonly arguments: readonly unknown[];
}
