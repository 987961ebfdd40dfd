import type { FourierLayout } from './lane-fourier.js';

/** Which positions of a spectrum hold opposite frequencies, as assembly/folding.ts expects it. */
export interface MirrorPairs {
  /** Positions l and r for all pairs of four neighbours of which those from r on are those from l on, mirrored. */
  readonly pairs: readonly number[];
  /** The position from which on four neighbours mirror themselves. */
  readonly own: number;
}

/** @throws RangeError when the spectrum is shorter than 32: then some fours have no mirror */
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
