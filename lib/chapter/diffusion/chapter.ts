import type { Chapter } from '../../study/chapter.js';
import { predictions } from './predictions.js';
import { runnables } from './runnables.js';
import { scoreTrainingAgain } from './score-training.js';

/** This chapter’s predictions for the scorecard, and its experiment for stored results and for the command line. */
export const chapter: Chapter = {
  name: 'diffusion',
  notebooks: ['27'],
  experiments: { 'score-training': scoreTrainingAgain },
  predictions,
  runnables,
};
