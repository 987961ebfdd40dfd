import { checkLength, type Vector, vector } from '../array/index.js';
import type { Key } from './key.js';
import { block, threefry } from './threefry.js';

/**
 * Independent signs, 1 or −1 with equal odds: a Rademacher vector.
 * @param out filled when given, of `length`; else a new vector
 * @throws RangeError when length is no whole number from 0 on, or `out` has another
 * Cost: about 1 ns per sign.
 */
export function signs(key: Key, length: number, out: Vector = vector(length)): Vector {
  checkLength('signs: out', out, length);
  const words = block();
  for (let i = 0; i < length; i += 64) {
    threefry(key.high, key.low, i / 64, 0, words);
    const end = Math.min(length, i + 64);
    for (let j = i; j < end; j++) {
      const word = words[j - i < 32 ? 0 : 1];
      out[j] = 1 - 2 * ((word >>> ((j - i) % 32)) & 1);
    }
  }
  return out;
}
