import { type Vector, vectorOf } from '../array/index.js';
import type { Curve } from './reverse-divergence.js';

/** Steps 0 to `last` in equal strides, so that at most `most` strides do, with the last one and those of `also`, in rising order. */
export function keptSteps(last: number, most: number, also: readonly number[] = []): number[] {
  const stride = Math.max(1, Math.ceil(last / most));
  const evenly = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride);
  return [...new Set([...evenly, ...also, last])].sort((a, b) => a - b);
}

/** The values at these steps. */
export function valuesAt(values: Vector, steps: readonly number[]): Vector {
  return vectorOf(steps.map((t) => values[t]));
}

/** The curve at these steps. */
export function curveAt({ values, standardErrors }: Curve, steps: readonly number[]): Curve {
  return { values: valuesAt(values, steps), standardErrors: valuesAt(standardErrors, steps) };
}
