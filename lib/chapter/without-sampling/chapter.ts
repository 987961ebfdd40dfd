import type { Chapter } from '../../study/chapter.js';
import { estimatorsAgain } from './estimators.js';
import { predictions } from './predictions.js';
import { steinTestAgain } from './stein.js';

/** This chapter’s predictions for the scorecard, and its experiments for stored results. */
export const chapter: Chapter = {
  name: 'without-sampling',
  notebooks: ['24'],
  experiments: { estimators: estimatorsAgain, stein: steinTestAgain },
  predictions,
};
