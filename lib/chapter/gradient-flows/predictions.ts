import type { Prediction } from '../../study/claim.js';
import { descentPredictions } from './descent-predictions.js';
import { learningPredictions } from './learning-predictions.js';
import { schemePredictions } from './scheme-predictions.js';

/** What is known of gradient flows of a divergence and of their schemes, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [...schemePredictions(), ...learningPredictions(), ...descentPredictions()];
}
