import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { marketDescentsAgain } from './market-descents.js';
import { marketEntropyAgain } from './market-entropy.js';
import { runnables } from './runnables.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = {
  name: 'markets',
  notebooks: ['05', 'C'],
  experiments: { 'market-descents': marketDescentsAgain, 'market-entropy': marketEntropyAgain },
  claims,
  runnables,
};
