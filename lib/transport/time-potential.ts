import { type Ensemble, ensemble, type Shape, type Vector } from '../array/index.js';
import type { DivergentField } from './time-field.js';

/** A function u(x, t) at one time, with the derivatives that a Hamilton–Jacobi equation has. */
export interface PotentialMoment {
  /** u, nats, [N]. */
  readonly values: Vector;
  /** ∇u, [N, d]. */
  readonly gradient: Ensemble;
  /** Δu, [N]. */
  readonly laplacian: Vector;
  /** ∂ₜu, [N]. */
  readonly timeSlopes: Vector;
}

/** A function of paths and time, such as ln ρ(x, t). */
export interface TimePotential {
  readonly name: string;
  /** Axes of a path, `[d]` for series. */
  readonly shape: Shape;
  /** u and its derivatives at each path; its caller changes none of them. */
  at(paths: Ensemble, t: number): PotentialMoment;
  /** Plain data that tells this function from others. */
  readonly identity: unknown;
}

/**
 * The gradient of a potential as a field, and its Laplacian as the field's divergence. Both at the same paths and time, one after the other,
 * take one evaluation.
 */
export function gradientField({ name, shape, identity, at }: TimePotential): DivergentField {
  let last: { readonly paths: Ensemble; readonly t: number; readonly found: PotentialMoment } | undefined;
  const foundAt = (paths: Ensemble, t: number): PotentialMoment => {
    if (last?.paths !== paths || last.t !== t) last = { paths, t, found: at(paths, t) };
    return last.found;
  };
  return {
    name: `gradient of ${name}`,
    shape,
    values(paths, t) {
      const { gradient } = foundAt(paths, t);
      return ensemble(gradient.pathCount, gradient.shape, gradient.data.slice());
    },
    divergence: (paths, t) => foundAt(paths, t).laplacian.slice(),
    identity: { gradient: identity },
  };
}
