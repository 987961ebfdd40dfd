import type { Chapter } from '../../study/chapter.js';

export const chapter: Chapter = { name: 'log-determinant', notebooks: ['D'] };
