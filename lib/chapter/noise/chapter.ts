import type { Chapter } from '../../study/chapter.js';
import { entropyDistanceAgain } from './entropy-distance.js';
import { marketNoiseAgain } from './market-noise.js';
import { predictions } from './predictions.js';
import { noiseQuartetAgain } from './quartet.js';
import { runnables } from './runnables.js';

/** This chapter’s predictions for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'noise',
  notebooks: ['12'],
  experiments: {
    'entropy-distance': entropyDistanceAgain,
    'market-noise': marketNoiseAgain,
    quartet: noiseQuartetAgain,
  },
  predictions,
  runnables,
};
