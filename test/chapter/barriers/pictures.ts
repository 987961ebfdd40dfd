import { modeGaps, wellGaps } from 'microcanon/chapter/barriers';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, noise, numbers } from '../../figure/made-up.js';

/** A made-up curve of 41 rows. */
const weights = (level: (i: number) => number, error: number) => ({
  values: numbers(41, level),
  standardErrors: numbers(41, (i) => (i === 0 ? 0 : error)),
});

/** Made-up partition functions: errors that fall with the stages. */
const partitions = (exact: number, size: number, stages: readonly number[]) => ({
  exact,
  rows: stages.map((stageCount, i) => ({
    stageCount,
    logPartition: { value: exact + ((-1) ** i * size) / (i + 1), standardError: size / (i + 1) },
  })),
});

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '22 barriers-gaps': () => drawnBy('22', ['barriers-gaps'], { wellGaps, modeGaps }),
  '22 barriers-tempering': () =>
    drawnBy('22', ['barriers-tempering'], {
      exactLeft: 0.69,
      steps: numbers(41, (i) => 20 * i),
      alone: weights((i) => i / 1600, 0.005),
      tempered: weights((i) => 0.69 * (1 - Math.exp(-i)) + 0.03 * Math.sin(7 * i), 0.04),
      tempering: finished({}, { chainCount: 128 }),
    }),
  '22 barriers-annealing': () =>
    drawnBy('22', ['barriers-annealing'], {
      named: [
        ['Ising', partitions(60.1, 0.3, [10, 40, 160, 640])],
        ['machine', partitions(15.8, 0.02, [10, 40, 160])],
      ],
      partitions: finished({}, { walkerCount: 1000 }),
    }),
  '22 barriers-work': () =>
    drawnBy('22', ['barriers-work'], {
      deltaF: 5.5,
      ways: [1, 4, 16].map((stageCount) => {
        const spread = 3 / Math.sqrt(stageCount);
        const work = (number: number, sign: number) =>
          noise(600, number).map((z) => sign * 5.5 + 0.5 * spread * spread + spread * z);
        return { stageCount, forward: work(2, 1), backward: work(3, -1) };
      }),
      stiff: finished({}, { walkerCount: 600 }),
    }),
};
