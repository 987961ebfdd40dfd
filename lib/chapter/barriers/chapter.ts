import type { Chapter } from '../../study/chapter.js';
import { annealedPartitionsAgain } from './annealed-partitions.js';
import { predictions } from './predictions.js';
import { stiffeningAgain } from './stiffening.js';
import { temperedWellsAgain } from './tempered-wells.js';

/** This chapter’s predictions for the scorecard, and its experiments for stored results. */
export const chapter: Chapter = {
  name: 'barriers',
  notebooks: ['22'],
  experiments: {
    'annealed-partitions': annealedPartitionsAgain,
    stiffening: stiffeningAgain,
    'tempered-wells': temperedWellsAgain,
  },
  predictions,
};
