import type { Prediction } from '../../study/claim.js';

/** What learning an energy by these schemes is held against. */
export function learningPredictions(): Prediction[] {
  return [];
}
