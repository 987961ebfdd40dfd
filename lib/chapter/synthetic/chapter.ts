import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { noiseComponentsAgain } from './noise-components.js';
import { runnables } from './runnables.js';
import { tableOneAgain } from './table-one.js';

/** This chapter's claims for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'synthetic',
  notebooks: ['04'],
  experiments: { 'noise-components': noiseComponentsAgain, 'table-one': tableOneAgain },
  claims,
  runnables,
};
