import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { marketDescentsAgain } from './market-descents.js';
import { marketEntropyAgain } from './market-entropy.js';
import { runnables } from './runnables.js';

/** This chapter's claims for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'markets',
  notebooks: ['05', 'C'],
  experiments: { 'market-descents': marketDescentsAgain, 'market-entropy': marketEntropyAgain },
  claims,
  runnables,
};
