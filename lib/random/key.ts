import { checkCount } from '../array/index.js';
import { block, threefry } from './threefry.js';

/** The identity of a random stream: two 32-bit words. Plain data, so it travels to workers and into results. */
export interface Key {
  readonly high: number;
  readonly low: number;
}

const WORD = 2 ** 32;

/**
 * The key of a seed.
 * @param seed whole number, 0 ≤ seed ≤ 2⁵³ − 1
 * @throws RangeError when the seed is not such a number
 */
export function key(seed: number): Key {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`key: seed expects a whole number from 0 to 2^53 - 1, got ${seed}; choose for example 7`);
  }
  return { high: Math.floor(seed / WORD), low: seed % WORD };
}

/** Written and read within one call: a block for each key would cost more than the cipher. */
const words = block();

/**
 * The key of stream number `index` under `parent`. Its stream is as good as independent of the parent's stream and of
 * the streams of other indices.
 * @param index whole number, 0 ≤ index < 2³²
 */
export function foldIn(parent: Key, index: number): Key {
  if (!Number.isInteger(index) || index < 0 || index >= WORD) {
    throw new RangeError(`foldIn: index expects a whole number from 0 to 2^32 - 1, got ${index}`);
  }
  // Draws use counters whose second word is below 2³¹; a second word above it makes keys independent of draws.
  threefry(parent.high, parent.low, index, 0xffffffff, words);
  return { high: words[0], low: words[1] };
}

/**
 * `count` keys for as many independent uses.
 * @throws RangeError when count is no whole number from 0 on
 */
export function split(parent: Key, count: number): Key[] {
  checkCount('split: count', count);
  return Array.from({ length: count }, (_, index) => foldIn(parent, index));
}
