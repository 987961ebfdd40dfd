import type { Prediction } from '../../study/claim.js';

/** What was known beforehand of score models and their Hamilton–Jacobi residual. */
export function scorePredictions(): Prediction[] {
  return [];
}
