import { ensemble } from 'microcanon/array';
import { gainCost, laboratoryFigure, rotatedFlow, unequalModes } from 'microcanon/chapter/games';
import { lineGrid } from 'microcanon/grid';
import { gaussian } from 'microcanon/model';
import {
  divergenceCost,
  lineLaw,
  normalFlowDeviation,
  normalPotentialGame,
  pointBridge,
  weightedDissipation,
} from 'microcanon/transport';
import { drawnBy } from '../../figure/drawing-cell.js';
import { numbers, seed } from '../../figure/made-up.js';

const assert = { ok: () => {} };
const quietOptions = {
  start: { mean: 0, variance: 4 },
  target: { mean: 0, variance: 1 },
  noise: 0,
  duration: 1,
};

/** A made-up law with two humps at ±m. */
const humps = (game: string, m: number) => {
  const points = numbers(121, (i) => -3 + i / 20);
  return { game, points, density: points.map((x) => 0.35 * Math.exp(-4 * (Math.abs(x) - m) ** 2) + 0.02) };
};

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '30 games-viscous': () =>
    drawnBy('30', ['games-viscous'], {
      ...{ assert, quietOptions, gainCost, normalPotentialGame },
      quiet: normalPotentialGame(quietOptions),
    }),
  '30 games-crowd': () =>
    drawnBy('30', ['games-crowd'], {
      ...{ assert, seed },
      crowdMultiplier: () => 0.29,
      key: () => seed,
      finiteCrowds: (counts: readonly number[]) =>
        counts.map((playerCount, i) => ({
          playerCount,
          squaredError: { value: (0.14 + 0.01 * (-1) ** i) / playerCount, standardError: 0.006 / playerCount },
        })),
    }),
  '30 games-rotations': () => drawnBy('30', ['games-rotations'], { assert, rotatedFlow }),
  '30 games-verification': () =>
    drawnBy('30', ['games-verification'], {
      ...{ assert, seed, scored: {} },
      key: () => seed,
      verifiedCosts: (_: unknown, factors: readonly number[]) =>
        factors.map((factor, i) => ({
          factor,
          predicted: { value: 1.3 + 4 * (factor - 1) ** 2, standardError: 0.02 },
          cost: { value: 1.3 + 4 * (factor - 1) ** 2 + 0.05 * (-1) ** i, standardError: 0.07 },
          difference: { value: 0, standardError: 1 },
        })),
    }),
  '30 games-bridge': () =>
    drawnBy('30', ['games-bridge'], {
      ...{ assert, ensemble, unequalModes, lineGrid, gaussian, divergenceCost, lineLaw, pointBridge },
      console: { log: () => {} },
    }),
  '30 games-dissipation': () =>
    drawnBy('30', ['games-dissipation'], {
      ...{ assert, normalFlowDeviation, weightedDissipation },
      dissipationRate: () => 1,
    }),
  '30 games-descents': () =>
    drawnBy('30', ['games-descents'], {
      ...{ phi: {}, alpha: [1.2, 2.4] },
      descentLaws: () =>
        ['descent', 'game without noise', 'game with noise'].map((game, i) => humps(game, 1.4 - 0.1 * i)),
    }),
};

/** Pictures of figures that cells take from the chapter. */
export const figurePictures = {
  '30 games-laboratory': () =>
    laboratoryFigure({ durations: [0.25, 0.5, 1, 2, 4, 8, 16, 32], noises: [0, 0.5, 1], shown: 2 }),
};
