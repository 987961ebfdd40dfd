import type { Prediction } from '../../study/claim.js';

/** What was known beforehand of games on a grid. */
export function gridPredictions(): Prediction[] {
  return [];
}
