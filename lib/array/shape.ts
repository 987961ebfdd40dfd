import { checkCount } from './check.js';

/** Lengths of a signal's axes: `[d]` of a series, `[height, width]` of a picture; numbers lie row by row. */
export type Shape = readonly number[];

/**
 * How many numbers a signal of a shape has: d.
 * @throws RangeError when there is no axis, or a length is no whole number from 0
 */
export function shapeSize(shape: Shape): number {
  if (shape.length === 0)
    throw new RangeError('shape: expects the length of one axis at least, got none; write [1024]');
  shape.forEach((length, axis) => {
    checkCount(`shape: length of axis ${axis}`, length);
  });
  return shape.reduce((size, length) => size * length, 1);
}

/** The shape that something gives, or that of a series of its signal length. */
export function shapeOf({ shape, signalLength }: { readonly shape?: Shape; readonly signalLength: number }): Shape {
  return shape ?? [signalLength];
}

/** Whether two shapes have the same axes. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** A shape for messages: `1024`, `28 × 28`. */
export function spokenShape(shape: Shape): string {
  return shape.join(' × ');
}
