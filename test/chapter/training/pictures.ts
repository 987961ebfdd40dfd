import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, numbers } from '../../figure/made-up.js';

const trainers = ['contrastive', 'persistent', 'persistent, walkers of the model', 'Jarzynski', 'exact gradient'];

/** Made-up ways of z and of its divergence: slow, late, and right. */
const curves = [2, 3, 5].flatMap((separation) =>
  trainers.map((trainer, i) => ({
    separation,
    trainer,
    logOdds: numbers(
      81,
      (t) =>
        [1 - t / (40 * separation), Math.cos(t / (4 * separation)), 1 - t / 10, 2 * Math.exp(-t / 8) - 1][
          Math.min(i, 3)
        ],
    ),
    divergence: numbers(
      81,
      (t) => [0.5, 0.3 + 0.25 * Math.cos(t / 9), 0.01 + Math.abs(t - 20) / 20, 0.5 * Math.exp(-t / 5)][Math.min(i, 3)],
    ),
  })),
);
const curveOf = (separation: number, trainer: string) =>
  curves.find((curve) => curve.separation === separation && curve.trainer === trainer)!;
const infinite = finished({ curves }, { stepCount: 80 });

const rows = [2, 5].flatMap((separation) =>
  ['contrastive', 'persistent', 'Jarzynski'].map((trainer, i) => ({
    separation,
    trainer,
    curve: {
      values: numbers(
        61,
        (t) => [1 - t / (60 * separation), Math.cos(t / (4 * separation)), 2 * Math.exp(-t / 8) - 1][i],
      ),
      standardErrors: numbers(61, (t) => 0.02 + (i === 1 ? 0.003 * t : 0)),
    },
  })),
);
const machine = finished(
  {
    rows: ['exact gradient', 'contrastive', 'persistent', 'Jarzynski'].map((trainer, i) => ({
      trainer,
      steps: numbers(21, (t) => 8 * t),
      logLikelihood: {
        values: numbers(
          21,
          (t) => -7.5 - 0.8 * Math.exp(-t / 6) - (i === 2 && t > 10 ? 0.4 + 0.3 * Math.sin(2 * t) : 0.01 * i),
        ),
        standardErrors: numbers(21, () => (i === 0 ? 0 : 0.01 + (i === 2 ? 0.1 : 0))),
      },
    })),
  },
  { walkerCount: 300 },
);

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '23 training-curves': () => drawnBy('23', ['training-curves'], { curveOf, infinite }),
  '23 training-machine': () =>
    drawnBy('23', ['training-machine'], { run: async () => machine, machineTraining: () => ({}), seed: 7 }),
  '23 training-rises': () => drawnBy('23', ['training-rises'], { curveOf, infinite }),
  '23 training-walkers': () =>
    drawnBy('23', ['training-walkers'], { walkers: finished({ rows }, { walkerCount: 1000 }) }),
};
