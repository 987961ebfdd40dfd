import { matrixOf } from 'microcanon/array';
import { principle } from 'microcanon/chapter/mean-field';
import { drawnBy } from '../../figure/drawing-cell.js';
import { axes, biased, curve, finished, list, made, numbers, running, seed } from '../../figure/made-up.js';

const nats = { label: 'reverse KL divergence', unit: 'nats per path', type: 'log' } as const;

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '03 mean-field-40': () => {
    const curves = [1, 8, 128].map((size) => ({ size, ensembleCount: 256, divergence: curve(30, 0.1 + 10 / size) }));
    return drawnBy('03', ['mean-field-40'], running('ensembleSizes', { curves }));
  },
  '03 mean-field-bias-4': () =>
    drawnBy('03', ['mean-field-bias-2', 'mean-field-bias-4'], { ...running('biasedTargets', biased), nats }),
  '03 mean-field-bias-10': () =>
    drawnBy('03', ['mean-field-bias-8', 'mean-field-bias-10'], {
      biased,
      targeted: finished({}),
      named: String,
      costOf: (target: readonly number[]) => target[0] ** 2,
    }),
  '03 mean-field-inner-5': () => {
    const descents = [1, 2, 5].map((innerStepCount) => ({
      innerStepCount,
      divergence: curve(40 / innerStepCount, 0.2 + 0.1 / innerStepCount),
    }));
    return drawnBy('03', ['mean-field-inner-5'], {
      ...running('innerSteps', { descents }, { ensembleSize: 32, ensembleCount: 8, signalLength: 64 }),
      nats,
    });
  },
  '03 mean-field-stop-3': () => {
    const inside = (end: number) =>
      matrixOf(list(30, (t) => t).map((t) => [0.5, 0.9].map((share) => share * end * (1 - Math.exp(-t / 8)))));
    const stops = {
      regular: [
        { share: 0.1, epsilon: 0.02 },
        { share: 0.5, epsilon: 0.05 },
      ],
      insideRegular: inside(1.1),
      insideMeanField: inside(0.5),
    };
    return drawnBy('03', ['mean-field-stop-1', 'mean-field-stop-3'], running('stoppingRule', stops));
  },
  '03 mean-field-58': () =>
    drawnBy('03', ['mean-field-58'], {
      seed,
      length: 64,
      variances: numbers(20, (t) => 100 * 0.7 ** t),
      law: list(20, (t) => 100 * 0.7 ** t),
    }),
};

/** Pictures of the chapter's figures. */
export const figurePictures = {
  principle: () => {
    const ways = (pull: number) =>
      list(6, (n) => n).map((n) =>
        list(5, (t) => t).map((t) => [0.02 * n * (1 - pull * t) + 0.02 * t, 1 + 0.01 * n] as const),
      );
    return principle({
      ...made,
      axes,
      regular: ways(0.2),
      meanField: ways(0),
      truth: [
        [0.1, 1],
        [0.12, 1.05],
      ],
      target: [0.1, 1],
    });
  },
};
