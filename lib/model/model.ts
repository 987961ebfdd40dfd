import type { Displayable, Ensemble, Vector } from '../array/index.js';
import type { Key } from '../random/index.js';
import type { ModelRecipe } from './registry.js';

/** A law of paths of one length, by its parameters. */
export interface Law extends Displayable {
  readonly name: string;
  /** d. */
  readonly signalLength: number;
  /** The numbers that define the law, by name. */
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  /** How a worker makes the same law. */
  readonly recipe: ModelRecipe;
}

/** A law that paths can be drawn from. */
export interface Sampler extends Law {
  /**
   * Draws paths, [pathCount, d]. Path n depends on the key and on its number alone, so any split of the paths gives the
   * same ones.
   * @param firstPath number of the first path drawn; 0 when left out
   */
  sample(key: Key, pathCount: number, firstPath?: number): Ensemble;
}

/** A law with a density in closed form. */
export interface Density extends Law {
  /**
   * ln p(x) in nats, one per path.
   * @param firstPath number of the first path, for errors; 0 when left out
   */
  logDensity(paths: Ensemble, firstPath?: number): Vector;
}

/** A law with the gradient of its log-density. */
export interface Score extends Law {
  /** ∇ ln p(x), [N, d], in nats per unit of the values; NaN where the density is 0. */
  score(paths: Ensemble): Ensemble;
}

/** A law that can be drawn from and has a density: the true model p or a base model q₀. */
export interface Model extends Sampler, Density {}
