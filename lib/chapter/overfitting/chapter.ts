import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';

export const chapter: Chapter = { name: 'overfitting', notebooks: ['02'], claims };
