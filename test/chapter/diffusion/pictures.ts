import { ensemble } from 'microcanon/array';
import { reversalDensities, scoreLossVariance, stepVariance, twoModes } from 'microcanon/chapter/diffusion';
import { lineGrid } from 'microcanon/grid';
import {
  eulerMaruyama,
  heun,
  noisedScore,
  normalDivergence,
  normalInterpolant,
  ornsteinUhlenbeck,
} from 'microcanon/transport';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, noise, numbers, seed } from '../../figure/made-up.js';

const law = twoModes();
const grid = lineGrid({ from: -7, to: 7, count: 141 });
const points = ensemble(141, 1, grid.points);
const ends = { startVariance: 1, endVariance: 4, noise: 2 };
const training = finished({
  points: grid.points,
  density: law.logDensity(points).map((value, n) => Math.exp(value) * (1 + 0.1 * Math.sin(n / 9))),
});

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '27 diffusion-densities': () =>
    drawnBy('27', ['diffusion-densities'], {
      ...{ seed, law, lineGrid, reversalDensities, T: 1 },
      drawn: { data: noise(400).map((z, n) => (n % 10 < 3 ? z - 3 : z + 3)) },
    }),
  '27 diffusion-errors': () =>
    drawnBy('27', ['diffusion-errors'], {
      ...{ seed, normalInterpolant },
      wrongs: [
        [0, 1],
        [0.5, 1],
        [2, 1],
        [10, 1],
        [0.5, 0.5],
        [2, 2],
        [10, 10],
      ],
      ended: [1.5, 1.3, 0.9, 0.35, 0.7, 1.9, 3.2].map((value) => ({ value, standardError: 0.04 })),
    }),
  '27 diffusion-steps': () =>
    drawnBy('27', ['diffusion-steps'], {
      ...{ stepVariance, eulerMaruyama, heun, normalDivergence },
      data: { mean: 0, variance: 4 },
    }),
  '27 diffusion-spread': () => drawnBy('27', ['diffusion-spread'], { ends, scoreLossVariance }),
  '27 diffusion-scores': () =>
    drawnBy('27', ['diffusion-scores'], {
      ...{ law, grid, points, noisedScore, training, schedule: ornsteinUhlenbeck() },
      network: { values: () => ({ data: numbers(141, (n) => 3 * Math.cos(n / 20)) }) },
    }),
  '27 diffusion-made': () => drawnBy('27', ['diffusion-made'], { law, grid, points, training }),
};
