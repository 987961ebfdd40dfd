import type { Chapter } from '../../study/chapter.js';
import { autoregressionTrainingAgain } from './autoregression-training.js';
import { infiniteTrainingAgain } from './infinite-training.js';
import { machineTrainingAgain } from './machine-training.js';
import { predictions } from './predictions.js';
import { walkerTrainingAgain } from './walker-training.js';

/** This chapter’s predictions for the scorecard, and its experiments for stored results. */
export const chapter: Chapter = {
  name: 'training',
  notebooks: ['23'],
  experiments: {
    'autoregression-training': autoregressionTrainingAgain,
    'infinite-training': infiniteTrainingAgain,
    'machine-training': machineTrainingAgain,
    'walker-training': walkerTrainingAgain,
  },
  predictions,
};
