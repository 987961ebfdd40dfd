import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { energyPathsAgain } from './energy-paths.js';
import { ensembleSizesAgain } from './ensemble-sizes.js';
import { innerStepsAgain } from './inner-steps.js';

/** This chapter's claims for the scorecard, and its experiments for the command line and for stored results. */
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
