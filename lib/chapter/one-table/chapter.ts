import type { Chapter } from '../../study/chapter.js';
import { runnables } from './runnables.js';
import { tableRowAgain } from './table-row.js';

/** This chapter's experiment, for stored results and for the command line. */
export const chapter: Chapter = {
  name: 'one-table',
  notebooks: ['29'],
  runnables,
  experiments: { 'table-row': tableRowAgain },
};
