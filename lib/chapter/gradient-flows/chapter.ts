import type { Chapter } from '../../study/chapter.js';
import { predictions } from './predictions.js';

/** This chapter’s predictions for the scorecard. */
export const chapter: Chapter = { name: 'gradient-flows', notebooks: ['31'], predictions };
