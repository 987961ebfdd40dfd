import type { Chapter } from '../../study/chapter.js';
import { chainEfficiencyAgain } from './efficiency.js';
import { predictions } from './predictions.js';
import { runnables } from './runnables.js';

/** This chapter’s predictions for the scorecard, and its experiment for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'chains',
  notebooks: ['21'],
  experiments: { efficiency: chainEfficiencyAgain },
  predictions,
  runnables,
};
