import { generativeModels, targetNamed, weightError } from 'microcanon/chapter/one-table';
import { meanEstimate } from 'microcanon/statistics';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, list, seed } from '../../figure/made-up.js';

const bell = (x: number, m: number, s: number): number =>
  Math.exp(-(((x - m) / s) ** 2) / 2) / (s * Math.sqrt(2 * Math.PI));
const grid = list(160, (i) => -12 + (24 / 159) * i);
const law = (weight: number, spread: number) =>
  grid.map((x) => weight * bell(x, -3, spread) + (1 - weight) * bell(x, 3, spread));
const common = { ...{ grid, bell, seed }, truth: law(0.3, 1), density: law(0.31, 1.03), m: 1.2, s: 2.93 };

const [twoModes, ring] = [targetNamed('line'), targetNamed('ring')];
/** Made-up rows, of which every third has no density. */
const rows = [2, 8].map((modeCount) =>
  generativeModels.map(({ name }, i) =>
    finished(
      {
        trainings: Array.from({ length: 5 }, (_, training) => ({
          divergence: i % 3 === 2 ? NaN : 0.003 * 1.8 ** i * (1 + 0.1 * training),
          drawsDivergence: 0.02 + 0.004 * 1.8 ** i * (1 + 0.1 * training),
          drawnShares: list(modeCount, (j) => (j === 0 ? 0.2 - 0.01 * i - 0.002 * training : 0.8 / (modeCount - 1))),
        })),
      },
      { model: name },
    ),
  ),
);
const errors = {
  ...{ generativeModels, weightError, twoModes, ring, rows },
  numbers: (values: readonly number[]) => meanEstimate(Float64Array.from(values)),
  spoken: ({ parameters }: { parameters: { model: string } }) =>
    generativeModels.find(({ name }) => name === parameters.model),
};

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '29 one-table-errors': () => drawnBy('29', ['one-table-19', 'one-table-errors'], errors),
  '29 one-table-learned': () => drawnBy('29', ['one-table-learned'], common),
  '29 one-table-densities': () => drawnBy('29', ['one-table-densities'], { ...common, byFlow: law(0.35, 1.2) }),
};
