import type { Chapter } from '../../study/chapter.js';
import { lineFlowsAgain } from './line-flows.js';
import { predictions } from './predictions.js';
import { ringFlowAgain } from './ring-flow.js';
import { runnables } from './runnables.js';

/** This chapter’s predictions for the scorecard, and its experiments for stored results and for the command line. */
export const chapter: Chapter = {
  name: 'flow-models',
  notebooks: ['28'],
  experiments: { 'line-flows': lineFlowsAgain, 'ring-flow': ringFlowAgain },
  predictions,
  runnables,
};
