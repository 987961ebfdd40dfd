import { sha256 } from '../host/index.js';
import { encode } from './encoding.js';

/**
 * Sixteen hexadecimal digits that change with any bit of plain data, vectors and matrices: two machines that print the same ones
 * have the same numbers.
 * @throws TypeError at what is no plain data: see `encode`
 * Cost: about 15 ns per byte of the data.
 */
export function fingerprint(data: unknown): string {
  return sha256(encode(data)).slice(0, 16);
}
