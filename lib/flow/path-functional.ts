import type { Ensemble, Recipe, Vector } from '../array/index.js';

/** One number per path, such as a log-density: what a descent may record besides energies. */
export interface PathFunctional {
  /** One number per path; `firstPath` is the number of the first one given, for errors. */
  evaluate(paths: Ensemble, firstPath?: number): Vector;
  /** How a worker makes the same functional: an object and the name of its method. Left out, all runs in the calling thread. */
  readonly recipe?: Recipe;
  readonly method?: string;
}
