import type { Chapter } from '../../study/chapter.js';
import { predictions } from './predictions.js';
import { ringAutoencoderAgain } from './ring-autoencoder.js';
import { runnables } from './runnables.js';

/** This chapter’s predictions for the scorecard, and its experiment for stored results and for the command line. */
export const chapter: Chapter = {
  name: 'latent-variables',
  notebooks: ['25'],
  experiments: { 'ring-autoencoder': ringAutoencoderAgain },
  predictions,
  runnables,
};
