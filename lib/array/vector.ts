import { checkCount } from './check.js';

/** A vector of double-precision numbers; the storage of every path, energy and gradient. */
export type Vector = Float64Array;

/** A vector of `length` zeros. */
export function vector(length: number): Vector {
  checkCount('vector: length', length);
  return new Float64Array(length);
}

/** A vector holding a copy of `values`. */
export function vectorOf(values: ArrayLike<number>): Vector {
  return Float64Array.from(values);
}

/** A vector of zeros whose memory every worker of a pool sees; of plain memory where threads can share none. */
export function sharedVector(length: number): Vector {
  checkCount('sharedVector: length', length);
  const bytes = Math.max(length, 1) * Float64Array.BYTES_PER_ELEMENT;
  const isShared = typeof SharedArrayBuffer === 'function';
  return new Float64Array(isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes), 0, length);
}

/** Index of the first value that is not finite, or −1. */
export function firstNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

/** Whether a value is a vector. */
export function isVector(value: unknown): value is Vector {
  return value instanceof Float64Array;
}
