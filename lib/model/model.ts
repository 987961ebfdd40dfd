import type { Displayable, Ensemble, Vector } from '../array/index.js';
import type { Key } from '../random/index.js';
import type { ModelRecipe } from './registry.js';

/** A law of paths that can be drawn from and has a density in closed form: the true model p or a base model q₀. */
export interface Model extends Displayable {
  readonly name: string;
  /** d. */
  readonly signalLength: number;
  /** The numbers that define the law, by name. */
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  /**
   * Draws paths, [pathCount, d]. Path n depends on the key and on its number alone, so any split of the paths gives the
   * same ones.
   * @param firstPath number of the first path drawn; 0 when left out
   */
  sample(key: Key, pathCount: number, firstPath?: number): Ensemble;
  /**
   * ln p(x) in nats, one per path.
   * @param firstPath number of the first path, for errors; 0 when left out
   */
  logDensity(paths: Ensemble, firstPath?: number): Vector;
  /** How a worker makes the same model. */
  readonly recipe: ModelRecipe;
}
