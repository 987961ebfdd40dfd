import type { Chapter } from '../../study/chapter.js';
import { determinantCostAgain } from './determinant-cost.js';

/** This chapter's claims for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'determinant',
  notebooks: ['A'],
  experiments: { 'determinant-cost': determinantCostAgain },
};
