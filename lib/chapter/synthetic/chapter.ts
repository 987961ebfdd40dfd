import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';
import { runnables } from './runnables.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = { name: 'synthetic', notebooks: ['04'], claims, runnables };
