import type { Chapter } from '../../study/chapter.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = { name: 'determinant', notebooks: ['A'] };
