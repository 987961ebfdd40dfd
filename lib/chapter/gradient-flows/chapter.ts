import type { Chapter } from '../../study/chapter.js';
import { predictions } from './predictions.js';
import { wellsLearningAgain } from './wells-learning.js';

/** This chapter’s predictions for the scorecard, and its experiments for stored results. */
export const chapter: Chapter = {
  name: 'gradient-flows',
  notebooks: ['31'],
  experiments: { 'wells-learning': wellsLearningAgain },
  predictions,
};
