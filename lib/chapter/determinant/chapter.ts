import type { Chapter } from '../../study/chapter.js';
import { determinantCostAgain } from './determinant-cost.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = {
  name: 'determinant',
  notebooks: ['A'],
  experiments: { 'determinant-cost': determinantCostAgain },
};
