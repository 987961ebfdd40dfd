import type { FourierLayout } from './lane-fourier.js';

/** Which positions of a spectrum hold opposite frequencies, as assembly/folding.ts expects it. */
export interface MirrorPairs {
  /**
   * Pairs (l, r), one after another, such that positions r … r + 3 hold the negatives of the frequencies at l + 3 … l.
   */
  readonly pairs: readonly number[];
  /** The position l whose pair is (l, l): l … l + 3 hold the negatives of their own frequencies, in reverse. */
  readonly own: number;
}

/** @throws RangeError when the spectrum is shorter than 32: some fours have no mirror there */
export function mirrorPairs({ length, frequencies, positions }: FourierLayout): MirrorPairs {
  if (length < 32) throw new RangeError(`mirrorPairs: length expects a power of two from 32, got ${length}`);
  const pairs: number[] = [];
  let own = -1;
  for (let l = 4; l < length; l += 4) {
    const r = positions[length - frequencies[l + 3]];
    if (r === l) own = l;
    else if (l < r) pairs.push(l, r);
  }
  return { pairs, own };
}
