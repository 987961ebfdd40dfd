import { circleGrid } from '../../grid/index.js';
import { cos, exp, log, log2, sin, squared } from '../../special/index.js';
import type { Prediction } from '../../study/claim.js';
import { exactFinding, WITHOUT_DRAWS } from '../../study/finding.js';
import { gridValues } from '../../transport/index.js';
import { circleHeat } from './circle-heat.js';
import { comparedGames, type GridErrors } from './grid-errors.js';

const subject = 'games on a grid';
const where = '30';
const place = { text: 'laboratory', at: 'abstract' } as const;

/** What was known beforehand of games on a grid. */
export function gridPredictions(): Prediction[] {
  const [circle, noisy, quiet] = comparedGames();
  const order = (errors: readonly GridErrors[]): number => log2(errors[0].costError / errors[1].costError);
  return [
    {
      ...{ subject, place, where, cell: 'games-grid-circle', predicted: 2, predictedBy: 'central differences' },
      prediction:
        'the Hamilton–Jacobi equation on the circle by finite volumes beside the heat equation by Fourier series, 128 and 256 points: order of the error',
      find: () => exactFinding(log2(coleHopfError(128) / coleHopfError(256)), { stated: 2, within: 0.05 }),
    },
    {
      ...{ subject, place, where, cell: 'games-grid-orders', predicted: 2, predictedBy: 'central differences' },
      prediction: `the coupled equations on the ${circle.name}, against scaling with the heat kernel: order at which the cost becomes right`,
      find: () => exactFinding(order([2, 3].map(circle.at)), { stated: 2, within: 0.05 }),
    },
    {
      ...{ subject, place, where, cell: 'games-grid-game', predicted: 0.529806 },
      predictedBy: 'the closed form for Gaussians',
      prediction: `N(0, 4) towards N(0, 1), ${noisy.name}: cost by finite volumes on two grids, extrapolated, nats`,
      find() {
        const [coarse, fine] = [2, 3].map(noisy.at);
        return exactFinding((4 * fine.cost - coarse.cost) / 3, { stated: 0.529806, within: 2e-5 });
      },
    },
    {
      ...{ subject, place, where, cell: 'games-grid-orders', predicted: 1, predictedBy: 'upwind differences' },
      prediction: `the same, ${quiet.name}: order at which the cost becomes right`,
      find: () => exactFinding(order([2, 3].map(quiet.at)), { stated: 1, within: 0.05 }),
    },
    {
      ...{ subject, place, where, cell: 'games-grid-kept', predicted: 'to 1e-12, and positive' },
      predictedBy: 'columns of the scheme’s matrix add to 1',
      prediction: 'masses of the law: their sum is 1 at all times, in three games on three grids',
      find() {
        const all = [circle, noisy, quiet].flatMap(({ at }) => [0, 1, 2].map(at));
        return {
          ours: Math.max(...all.map(({ massError }) => massError)),
          standardError: WITHOUT_DRAWS,
          holds: all.every(({ massError, leastMass }) => massError <= 1e-12 && leastMass > 0),
        };
      },
    },
  ];
}

/** The largest miss of U(·, 0) on the circle, σ = 0.6, from U(·, T) = cos x + ½ sin 2x after 0.8. */
function coleHopfError(count: number): number {
  const [noise, duration] = [0.6, 0.8];
  const grid = circleGrid({ count });
  const end = grid.points.map((x) => cos(x) + 0.5 * sin(2 * x));
  const square = squared(noise);
  const values = gridValues({ grid, noise, duration, stepCount: (count * count) / 128 }, end).row(0);
  const eta = circleHeat(
    end.map((value) => exp(-value / square)),
    square * duration,
  );
  return eta.reduce((most, value, i) => Math.max(most, Math.abs(values[i] + square * log(value))), 0);
}
