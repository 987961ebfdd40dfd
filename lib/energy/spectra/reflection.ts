import type { Vector } from '../../array/index.js';

/**
 * Writes R(y) = (y₁, …, y_d, y_d, …, y₁), of length 2d: a signal whose periodic continuation has no jump.
 */
export function reflect(signal: Vector, out: Vector): void {
  const last = out.length - 1;
  for (let t = 0; t < signal.length; t++) out[t] = out[last - t] = signal[t];
}

/** Adds Rᵀz to `out`: entry i gets both entries of z that R writes yᵢ to. */
export function addFolded(padded: Vector, out: Vector): void {
  const last = padded.length - 1;
  for (let t = 0; t < out.length; t++) out[t] += padded[t] + padded[last - t];
}
