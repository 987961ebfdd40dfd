import type { Vector } from '../array/index.js';

/** Whether all entries are equal, of vectors of one length; one that is NaN equals none. */
export function isSame(a: Vector, b: Vector): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
