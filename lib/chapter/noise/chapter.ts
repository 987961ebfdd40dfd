import type { Chapter } from '../../study/chapter.js';
import { entropyDistanceAgain } from './entropy-distance.js';
import { marketNoiseAgain } from './market-noise.js';
import { noiseQuartetAgain } from './quartet.js';
import { runnables } from './runnables.js';

/** This chapter's experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'noise',
  notebooks: ['12'],
  experiments: {
    'entropy-distance': entropyDistanceAgain,
    'market-noise': marketNoiseAgain,
    quartet: noiseQuartetAgain,
  },
  runnables,
};
