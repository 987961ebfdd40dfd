import type { Chapter } from '../../study/chapter.js';
import { hopfieldRetrievalAgain } from './hopfield-retrieval.js';
import { isingTemperaturesAgain } from './ising-temperatures.js';
import { predictions } from './predictions.js';

/** This chapter’s predictions for the scorecard, and its experiments for stored results. */
export const chapter: Chapter = {
  name: 'gibbs-measures',
  notebooks: ['20'],
  experiments: {
    'ising-temperatures': isingTemperaturesAgain,
    'hopfield-retrieval': hopfieldRetrievalAgain,
  },
  predictions,
};
