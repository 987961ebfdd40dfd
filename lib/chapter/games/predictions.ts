import type { Prediction } from '../../study/claim.js';
import { flowPredictions } from './flow-predictions.js';
import { gamePredictions } from './game-predictions.js';
import { gridPredictions } from './grid-predictions.js';
import { scorePredictions } from './score-predictions.js';

/** What was known of mean-field games beforehand, in the order of the notebook's sections. */
export function predictions(): Prediction[] {
  return [...gamePredictions(), ...gridPredictions(), ...flowPredictions(), ...scorePredictions()];
}
