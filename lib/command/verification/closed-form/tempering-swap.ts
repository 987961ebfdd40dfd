import { harmonicSwapAcceptance } from '../../../chain/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly dimension: number;
  readonly ratios: readonly number[];
}

/** Mean acceptance of swaps between two temperatures of a harmonic potential. */
export const temperingSwap: ClosedForm<Parameters> = ({ dimension, ratios }) => ({
  acceptance: ratios.map((ratio) => harmonicSwapAcceptance({ dimension, ratio })),
});
