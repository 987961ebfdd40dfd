import type { Ensemble, Vector } from '../array/index.js';
import { callOf, type PortableCall, portable } from '../parallel/index.js';
import type { Density } from './model.js';
import { type ModelRecipe, modelOf } from './registry.js';

/** The log-density of a model by itself: a function that a descent records of its paths, in any thread. */
export interface LogDensity {
  /** ln p(x) in nats, one per path; `firstPath` is the number of the first path given, for errors. */
  evaluate(paths: Ensemble, firstPath?: number): Vector;
  /** How a worker makes the same function. */
  readonly call?: PortableCall<LogDensity>;
}

const logDensity = portable('model/log-density', (recipe: ModelRecipe) => logDensityOf(modelOf(recipe)));

/** ln p of a model as a functional that a descent can record, in worker threads too. */
export function logDensityOf(model: Density): LogDensity {
  return {
    evaluate: (paths, firstPath) => model.logDensity(paths, firstPath),
    call: callOf(logDensity, model.recipe),
  };
}
