import { mean } from '../../statistics/index.js';
import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import {
  type RegularisedScoresData,
  type RegularisedScoresParameters,
  regularisedScores,
} from './regularised-scores.js';

import { type ScoreModesData, type ScoreModesParameters, type ScoreWithModes, scoreModes } from './score-modes.js';

const pointCounts = [50, 1000];

/** Scores with the game's equation, for the command line. */
export const scoreRunnables: readonly Runnable[] = [
  {
    name: 'regularised-scores',
    summary: `scores of a ring learned with and without the Hamilton–Jacobi equation, ${pointCounts.length} parts`,
    options: { points: { value: 'N', help: `only from so many points: ${pointCounts.join(' or ')}` } },
    headings: ['points', 'λ    ', 'error of the score, mean', 'time'],
    parts({ points }) {
      const chosen = pointCounts.filter((count) => points === undefined || points === String(count));
      if (chosen.length > 0) return chosen.map((pointCount) => regularisedScores({ pointCount }));
      throw new RangeError(
        `regularised-scores: points expects ${pointCounts.join(' or ')}, got ${points}; choose one of these`,
      );
    },
    line(result: Result<unknown>) {
      const { parameters, data, provenance } = result as Result<RegularisedScoresData>;
      const { pointCount, residualWeights } = parameters as RegularisedScoresParameters;
      const means = residualWeights.map((weight) => {
        const own = data.trainings.filter(({ residualWeight }) => residualWeight === weight);
        return own.reduce((sum, { errors }) => sum + errors[errors.length - 1] / own.length, 0);
      });
      const spoken = (values: readonly (number | string)[]): string => values.join(', ');
      return [
        String(pointCount),
        spoken(residualWeights),
        spoken(means.map((value) => value.toFixed(4))),
        spokenDuration(provenance.wallSeconds),
      ];
    },
  },
  {
    name: 'score-modes',
    summary: 'ten more pairs from 50 points, with λ = 1 and without, and the masses that their flows give to the modes',
    options: {},
    headings: ['λ        ', 'error of the score, mean', 'flow, nats', 'time'],
    parts: () => [scoreModes()],
    line(result: Result<unknown>) {
      const { parameters, data, provenance } = result as Result<ScoreModesData>;
      const { residualWeights } = parameters as ScoreModesParameters;
      const meansOf = (of: (one: ScoreWithModes) => number): string =>
        residualWeights
          .map((weight) => mean(data.trainings.filter((one) => one.residualWeight === weight).map(of)).toFixed(4))
          .join(', ');
      return [
        residualWeights.join(', '),
        meansOf(({ error }) => error),
        meansOf(({ flowDivergence }) => flowDivergence),
        spokenDuration(provenance.wallSeconds),
      ];
    },
  },
];
