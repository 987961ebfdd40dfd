import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { energyPathsAgain } from './energy-paths.js';
import { ensembleSizesAgain } from './ensemble-sizes.js';
import { innerStepsAgain } from './inner-steps.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = {
  name: 'mean-field',
  notebooks: ['03'],
  experiments: {
    'ensemble-sizes': ensembleSizesAgain,
    'inner-steps': innerStepsAgain,
    'energy-paths': energyPathsAgain,
  },
  claims,
};
