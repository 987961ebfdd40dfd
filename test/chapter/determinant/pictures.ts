import { drawnBy } from '../../figure/drawing-cell.js';
import { list, seed } from '../../figure/made-up.js';

const sized = (lengths: readonly number[], power: number) => ({
  size: lengths,
  seconds: lengths.map((d) => 1e-6 * d ** power),
});

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  'A determinant-10-figure': () => {
    const bruteForce = list(18, (i) => i).map((i) =>
      list(18, (j) => (i === j ? 1 : 0) + Math.sin(i * j + i) / (1 + (i - j) ** 2)),
    );
    return drawnBy('A', ['determinant-10', 'determinant-10-figure'], { seed, N: 3, d: 6, bruteForce });
  },
  'A determinant-28-figure': () =>
    drawnBy('A', ['determinant-28', 'determinant-28-figure'], {
      seed,
      byLength: [{ ensembleSize: 4 }],
      banded: { name: 'banded blocks', ...sized([64, 256, 1024], 1) },
      wholeBlocks: { name: 'dense blocks', ...sized([64, 128, 256], 2.5) },
      elimination: { name: 'their elimination', ...sized([64, 128, 256], 3) },
    }),
  'A determinant-30': () =>
    drawnBy('A', ['determinant-28', 'determinant-30'], {
      seed,
      bySize: [{ signalLength: 64 }],
      console: { log: () => {} },
      slope: () => ({ exponent: 1, standardError: 0.1 }),
      curve: () => ({ name: 'banded blocks', ...sized([1, 4, 16], 1) }),
    }),
};
