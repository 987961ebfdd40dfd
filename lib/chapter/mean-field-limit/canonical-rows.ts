import { canonicalModels, meanFieldLimit } from '../../divergence/index.js';
import { paperDescent, tableOneTruth } from '../synthetic/index.js';
import { autoregressions } from './table-one-laws.js';

/** Table 1's autocovariance column with the rows of canonical laws: nats per path, exact. */
export interface CanonicalRow {
  readonly model: (typeof autoregressions)[number];
  /** D(N(0, I)‖p). */
  readonly white: number;
  /** D(q‖p) of the law where infinitely many paths end. */
  readonly meanFieldLimit: number;
  /** Its entropy below the maximum. */
  readonly entropyGap: number;
  /** D(q‖p) and D(p‖q) of the law of largest entropy. */
  readonly maximumEntropy: number;
  readonly forward: number;
  /** The least D(q‖p) of all canonical laws. */
  readonly reverseOptimum: number;
  /** D(q‖p) of the law that score matching chooses; undefined where there is none. */
  readonly scoreMatching: number | undefined;
}

/** The rows of the three autoregressions of Table 1, d = 1024. Cost: some seconds. */
export function canonicalRows(): CanonicalRow[] {
  return autoregressions.map((model) => {
    const truth = tableOneTruth(model);
    if (!('autocovariance' in truth)) throw new TypeError(`canonicalRows: ${model} expects an autoregression`);
    const { stepSize } = paperDescent({ model, energy: 'autocovariance' });
    const { whiteDivergence, maximumEntropy, reverseOptimum, scoreMatching } = canonicalModels(truth);
    const limit = meanFieldLimit(truth, { stepSize });
    return {
      model,
      white: whiteDivergence,
      meanFieldLimit: limit.divergence,
      entropyGap: limit.entropyGap,
      maximumEntropy: maximumEntropy.divergence,
      forward: maximumEntropy.forwardDivergence,
      reverseOptimum: reverseOptimum.divergence,
      scoreMatching: scoreMatching?.divergence,
    };
  });
}
