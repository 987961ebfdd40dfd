import type { Chapter } from '../../study/chapter.js';
import { claims } from './claims.js';

export const chapter: Chapter = { name: 'mean-field', notebooks: ['03'], claims };
