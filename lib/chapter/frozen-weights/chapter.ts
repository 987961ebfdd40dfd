import type { Chapter } from '../../study/chapter.js';
import { frozenPilotsAgain } from './frozen-pilots.js';
import { frozenTableAgain } from './frozen-table.js';
import { marketLikelihoodAgain } from './market-likelihood.js';
import { predictions } from './predictions.js';
import { runnables } from './runnables.js';

/** This chapter's predictions for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'frozen-weights',
  notebooks: ['11'],
  experiments: {
    'frozen-pilots': frozenPilotsAgain,
    'frozen-table': frozenTableAgain,
    'market-likelihood': marketLikelihoodAgain,
  },
  predictions,
  runnables,
};
