import type { Chapter } from '../../study/chapter.js';
import { predictions } from './predictions.js';
import { ringGameAgain } from './ring-game.js';
import { runnables } from './runnables.js';

/** This chapter’s predictions for the scorecard, and its experiment for stored results and for the command line. */
export const chapter: Chapter = {
  name: 'adversaries',
  notebooks: ['26'],
  experiments: { 'ring-game': ringGameAgain },
  predictions,
  runnables,
};
