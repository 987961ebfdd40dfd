import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { noiseComponentsAgain } from './noise-components.js';
import { runnables } from './runnables.js';
import { tableOneAgain } from './table-one.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = {
  name: 'synthetic',
  notebooks: ['04'],
  experiments: { 'noise-components': noiseComponentsAgain, 'table-one': tableOneAgain },
  claims,
  runnables,
};
