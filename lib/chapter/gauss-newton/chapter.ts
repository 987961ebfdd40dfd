import type { Chapter } from '../../study/chapter.js';
import { descentsOfArAgain } from './descents-of-ar.js';
import { predictions } from './predictions.js';
import { runnables } from './runnables.js';

/** This chapter's predictions for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'gauss-newton',
  notebooks: ['13'],
  experiments: { 'descents-of-ar': descentsOfArAgain },
  predictions,
  runnables,
};
