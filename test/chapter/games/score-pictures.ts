import { scoreCurves } from 'microcanon/chapter/games';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, numbers } from '../../figure/made-up.js';

const weights = [0, 0.3, 1, 3, 10];
/** Made-up trainings of scores, three of each λ. */
const scores = {
  trainings: [0, 1, 2].flatMap((training) =>
    weights.map((residualWeight) => ({
      ...{ training, residualWeight, seconds: residualWeight === 0 ? 6 : 9, flowDivergence: 0.4 },
      errors: numbers(5, (i) => (0.25 + 0.01 * training) / (1 + i) + 0.01 * residualWeight),
      residuals: numbers(5, () => 1 / (1 + residualWeight)),
      potentialDivergences: numbers(5, () => 0.5),
    })),
  ),
  exactFlowDivergence: 0,
};
const result = finished(scores, { snapshotSteps: [150, 300, 600, 1050, 1500] });
const scoreSets = [
  ['50 points', result],
  ['1000 points', result],
] as const;

/** Pictures of the cells on scores. */
export const scorePictures = {
  '30 games-score-lambda': () =>
    drawnBy('30', ['games-score-lambda'], {
      ...{ fewScores: result, manyScores: result },
      scoreDifferences: scoreSets.flatMap(([name]) =>
        ['error', 'nats'].map((measure, i) => ({
          ...{ name, measure },
          rows: weights.map((residualWeight) => ({
            residualWeight,
            difference: { value: (1 + 4 * i) * (0.01 * residualWeight - 0.02), standardError: 0.004 * (1 + 4 * i) },
          })),
        })),
      ),
    }),
  '30 games-score-curves': () =>
    drawnBy('30', ['games-score-curves'], { ...{ scoreSets, scoreCurves }, fewScores: result, manyScores: result }),
  '30 games-kernels-figure': () =>
    drawnBy('30', ['games-kernels-figure'], {
      fewScores: result,
      kernels: [0.02, 0.05, 0.1, 0.2, 0.3, 0.6].map((h) => ({
        h,
        error: 0.04 + (4 * (Math.log10(h) + 0.7) ** 2) / 20,
      })),
    }),
};
