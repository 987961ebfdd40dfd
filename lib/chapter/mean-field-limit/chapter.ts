import type { Chapter } from '../../study/chapter.js';
import { joinedDescentsAgain } from './joined-descents.js';
import { predictions } from './predictions.js';
import { runnables } from './runnables.js';
import { singleTargetsAgain } from './single-targets.js';

/** This chapter's predictions for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'mean-field-limit',
  notebooks: ['10'],
  experiments: { 'joined-descents': joinedDescentsAgain, 'single-targets': singleTargetsAgain },
  predictions,
  runnables,
};
