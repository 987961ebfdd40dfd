import { portable } from '../../lib/parallel/index.js';

/** A function of a module that no task of the tests imports. */
export const raised = portable(__filename, (base: number) => base ** 3);
