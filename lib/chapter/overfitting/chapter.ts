import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = { name: 'overfitting', notebooks: ['02'], claims };
