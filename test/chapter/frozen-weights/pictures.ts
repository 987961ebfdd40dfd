import { heldOutLabel, unusualness } from 'microcanon/chapter/frozen-weights';
import { drawnBy } from '../../figure/drawing-cell.js';
import { curve, finished, list, numbers, seed } from '../../figure/made-up.js';

const blocks = list(6, (b) => b);
const scores = (size: number) => ({
  logDensities: numbers(6, (b) => -1 - size * (b === 3 ? 1 : 0.2)),
  folds: numbers(6, () => 0),
  failedSteps: numbers(6, () => 0),
  ownMeans: numbers(6, () => -1),
  ownDeviations: numbers(6, () => 0.2),
  halvings: numbers(6, () => 0),
  inverted: 0,
  foundAgain: 0,
});
const models = (['stylized', 'garch', 'garch-told', 'ar'] as const).map((name, m) => ({
  name,
  ...scores(0.5 + m / 4),
}));
const data = {
  starts: numbers(6, (b) => 10 * b),
  foldOf: numbers(6, (b) => Math.floor(b / 2)),
  largest: numbers(6, () => 4),
  models,
};
const market = finished(data, { pathCount: 32, signalLength: 10 });

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '11 frozen-24': () =>
    drawnBy('11', ['frozen-24'], {
      seed,
      coupled: { divergence: () => curve(30, 0.1, 0.1).values },
      bySize: [8, 32, 128].map((size) => ({ size, exact: curve(30, 1 / size) })),
    }),
  '11 frozen-48': () =>
    drawnBy('11', ['frozen-48'], {
      market,
      over: (name: string) =>
        blocks.map((b) => ({
          year: 2004 + b,
          over: models.find((model) => model.name === name)!.logDensities[b] + 1.2,
        })),
    }),
  '11 frozen-50': () =>
    drawnBy('11', ['frozen-50'], {
      ...{ market, starts: data.starts, heldOutLabel, unusualness },
      year: (t: number) => 2004 + t / 10,
    }),
};

/** This chapter's figures are those of its cells. */
export const figurePictures = {};
