import { ensemble, ensembleOf } from 'microcanon/array';
import { gainCost, laboratoryFigure, planeModes, rotatedFlow, unequalModes } from 'microcanon/chapter/games';
import { gridLaw, lineGrid } from 'microcanon/grid';
import { gaussian, gaussianMixture } from 'microcanon/model';
import { key } from 'microcanon/random';
import {
  divergenceCost,
  lineLaw,
  normalFlowDeviation,
  normalPotentialGame,
  pointBridge,
  weightedDissipation,
} from 'microcanon/transport';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, numbers, seed } from '../../figure/made-up.js';
import { scorePictures } from './score-pictures.js';

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

/** Three made-up flows. */
const flows = finished({
  flows: [0, 1, 2].flatMap((bend) => Array.from({ length: 5 }, (_, training) => ({ training, bend }))),
});
const titles = ['likelihood alone', 'λ = 0.05', 'λ = κ = 0.05'];

/** Ways that bend the less the higher the number of the flow. */
const waysOf = ({ bend }: { readonly bend: number }, paths: ReturnType<typeof ensemble>) =>
  Array.from({ length: paths.pathCount }, (_, n) =>
    ensembleOf(
      Array.from({ length: 25 }, (_, k) =>
        [...paths.path(n)].map((x, i) => x * (1 - k / 50) + 0.2 * (2 - bend) * Math.sin(k / 6 + i)),
      ),
    ),
  );

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
  '30 games-flow-ways': () =>
    drawnBy('30', ['games-flow-ways'], {
      ...{ onLine: flows, flowOf: (_: unknown, flow: unknown) => flow, waysOf, lineModes: [] },
      least5: { edges: numbers(1201, (i) => -6 + i / 100), ends: numbers(1201, (i) => -3 + i / 200) },
    }),
  '30 games-flow-plane': () =>
    drawnBy('30', ['games-flow-plane'], {
      ...{ assert, titles, seed, key, gaussianMixture, planeModes, waysOf },
      ...{ stored: () => flows, planeFlows: () => ({}), flowOf: (_: unknown, flow: unknown) => flow },
    }),
  '30 games-flow-turned': () =>
    drawnBy('30', ['games-flow-turned'], {
      ...{ assert, inPlane: flows },
      turnedEnds: Array.from({ length: 25 }, (_, i) => {
        const theta = ((i - 12) * Math.PI) / 12;
        return { theta, nll: 2.7, moved: 3 - 2.6 * Math.cos(theta) };
      }),
    }),
  '30 games-flow-kept-figure': () => {
    const lengths = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4];
    const missOf = (factor: number) => lengths.map((step) => [step, factor * step]);
    return drawnBy('30', ['games-flow-kept-figure'], {
      ...{ lengths, kernelMiss: missOf(0.3), langevinMiss: missOf(0.8) },
    });
  },
  '30 games-grid-orders': () => {
    const game = (name: string, order: number, size: number) => ({
      ...{ name, order },
      at: (level: number) => {
        const error = size * 2 ** (-order * level);
        return { spacing: 0.8 / 2 ** level, costError: error, lawError: error / 3, valueError: 2 * error };
      },
    });
    const comparedGames = () => [
      game('circle, σ = 0.7', 2, 0.01),
      game('line, σ = 1', 2, 0.04),
      game('line, σ = 0', 1, 0.1),
    ];
    return drawnBy('30', ['games-grid-orders'], { assert, comparedGames });
  },
  '30 games-grid-parting': () =>
    drawnBy('30', ['games-grid-parting'], {
      ...{ assert, ensemble, lineGrid, gridLaw, modes: unequalModes(), totalVariation: () => 0 },
      ...{ normalMasses: () => [], gridDivergenceCost: () => ({}) },
      gridGame: ({ noise }: { noise: number }) => ({ laws: { row: () => [], noise } }),
      gridQuantiles: (_: unknown, { noise }: { noise: number }, shares: readonly number[]) => ({
        row: (m: number) => numbers(73, (k) => 6 * (shares[m] - 0.5) * (0.4 + (k / 72) ** (1 + noise) / 2)),
      }),
    }),
  '30 games-descents': () =>
    drawnBy('30', ['games-descents'], {
      ...{ phi: {}, alpha: [1.2, 2.4] },
      descentLaws: () =>
        ['descent', 'game without noise', 'game with noise'].map((game, i) => humps(game, 1.4 - 0.1 * i)),
    }),
  ...scorePictures,
};

/** Pictures of figures that cells take from the chapter. */
export const figurePictures = {
  '30 games-laboratory': () =>
    laboratoryFigure({ durations: [0.25, 0.5, 1, 2, 4, 8, 16, 32], noises: [0, 0.5, 1], shown: 2 }),
};
