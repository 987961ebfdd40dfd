import type { Chapter } from '../../study/chapter.js';
import { digitsLearningAgain } from './digits-learning.js';
import { predictions } from './predictions.js';
import { ringLearningAgain } from './ring-learning.js';
import { runnables } from './runnables.js';
import { wellsLearningAgain } from './wells-learning.js';

/** This chapter’s predictions for the scorecard, its experiments for stored results, and those for the command line. */
export const chapter: Chapter = {
  name: 'gradient-flows',
  notebooks: ['31'],
  runnables,
  experiments: {
    'digits-learning': digitsLearningAgain,
    'ring-learning': ringLearningAgain,
    'wells-learning': wellsLearningAgain,
  },
  predictions,
};
