import type { Chapter } from '../../study/chapter.js';
import { transportFlowsRunnable } from './flow-runnable.js';
import { predictions } from './predictions.js';
import { regularisedScoresAgain } from './regularised-scores.js';
import { scoreModesAgain } from './score-modes.js';
import { scoreRunnables } from './score-runnables.js';
import { transportFlowsAgain } from './transport-flows.js';

/** What this chapter offers to the scorecard and to the command line. */
export const chapter: Chapter = {
  name: 'games',
  notebooks: ['30'],
  experiments: {
    'regularised-scores': regularisedScoresAgain,
    'score-modes': scoreModesAgain,
    'transport-flows': transportFlowsAgain,
  },
  runnables: [transportFlowsRunnable, ...scoreRunnables],
  predictions,
};
