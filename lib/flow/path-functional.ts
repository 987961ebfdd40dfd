import type { Ensemble, Vector } from '../array/index.js';
import type { PortableCall } from '../parallel/index.js';

/** One number per path, such as a log-density: what a descent may record besides energies. */
export interface PathFunctional {
  /** One number per path; `firstPath` is the number of the first path given, for errors. */
  evaluate(paths: Ensemble, firstPath?: number): Vector;
  /** How a worker makes the same functional. Left out, the whole descent runs in the calling thread. */
  readonly call?: PortableCall<PathFunctional>;
}
