import { type Vector, vector } from '../array/index.js';
import { addScaled, dot } from './vector-arithmetic.js';

/** A symmetric positive operator, and an approximate inverse of it that is symmetric and positive too. */
export interface PositiveOperator {
  /** A x, [n]. */
  apply(x: Vector): Vector;
  /** What the approximate inverse makes of a residual, [n]. */
  precondition(residual: Vector): Vector;
}

/**
 * Solves A x = b by preconditioned conjugate gradients from 0. The steps end where the residual's size, in the norm of the approximate
 * inverse, is below `tolerance`, a share of that of b, and after `stepLimit` of them: the last result has a smaller error than all before.
 * @param b [n]; not changed
 * @returns x, [n]
 * Cost: one application of each operator per step.
 */
export function conjugateGradients(
  { apply, precondition }: PositiveOperator,
  b: Vector,
  { tolerance, stepLimit }: { readonly tolerance: number; readonly stepLimit: number },
): Vector {
  const x = vector(b.length);
  const residual = b.slice();
  let scaled = precondition(residual);
  let size = dot(residual, scaled);
  const enough = size * tolerance * tolerance;
  const direction = scaled.slice();
  for (let step = 0; step < stepLimit && size > enough; step++) {
    const image = apply(direction);
    const curvature = dot(direction, image);
    if (!(curvature > 0)) return x;
    addScaled(x, direction, size / curvature);
    addScaled(residual, image, -size / curvature);
    scaled = precondition(residual);
    const next = dot(residual, scaled);
    for (let i = 0; i < direction.length; i++) direction[i] = scaled[i] + (next / size) * direction[i];
    size = next;
  }
  return x;
}
