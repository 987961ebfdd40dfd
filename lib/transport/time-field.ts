import type { Ensemble, Shape, Vector } from '../array/index.js';
import type { PortableCall } from '../parallel/index.js';

/** A field of vectors in the space of paths that changes with time: a score ∇ln ρ_t, or a velocity b(·, t). */
export interface TimeField {
  readonly name: string;
  /** Axes of a path, `[d]` for series. */
  readonly shape: Shape;
  /** The field at each path, [N, d]. Every call returns numbers that its caller may change. */
  values(paths: Ensemble, t: number): Ensemble;
  /** Plain data that tells this field from others: a checkpoint of a run in another one is refused. */
  readonly identity: unknown;
  /** How another thread makes the same field; without, runs stay in the calling thread. */
  readonly call?: PortableCall<TimeField>;
}

/** A field whose divergence is known: densities can be carried along it. */
export interface DivergentField extends TimeField {
  /** Σᵢ ∂ᵢbᵢ at each path, [N]. */
  divergence(paths: Ensemble, t: number): Vector;
  readonly call?: PortableCall<DivergentField>;
}
