import type { Prediction } from '../../study/claim.js';

/** What was known beforehand of flows with a transport cost. */
export function flowPredictions(): Prediction[] {
  return [];
}
