import type { Prediction } from '../../study/claim.js';
import { schemeOrders } from './scheme-predictions.js';

/** What is known of gradient flows of a divergence and of their schemes, by numbers that were known before. */
export function predictions(): Prediction[] {
  return [...schemeOrders()];
}
