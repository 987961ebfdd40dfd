import { type CanonicalModel, canonicalModels, meanFieldLimit } from '../../../divergence/index.js';
import { ar } from '../../../model/index.js';
import type { ClosedForm } from './closed-form.js';

interface Parameters {
  readonly phi: readonly number[];
  readonly signalLength: number;
  /** Where the limit of the mean-field descent is asked for. */
  readonly gamma?: number | null;
}

/** Canonical laws of the autocovariance energy beside autoregressions, and the limit of the mean-field descent. */
export const macrocanonicalAr: ClosedForm<Parameters> = ({ phi, signalLength, gamma }) => {
  const truth = ar(phi, { signalLength });
  const { target, whiteDivergence, maximumEntropy, scoreMatching, reverseOptimum } = canonicalModels(truth);
  const limit = gamma ? meanFieldLimit(truth, { stepSize: gamma }) : undefined;
  return {
    target,
    whiteDivergence,
    ...quantities('maximumEntropy', maximumEntropy),
    ...quantities('scoreMatching', scoreMatching),
    ...quantities('reverseOptimum', reverseOptimum),
    maximumEntropyForwardDivergence: maximumEntropy.forwardDivergence,
    maximumEntropyEntropy: maximumEntropy.entropy,
    // The file states θ₁ = 2bd, twice the multiplier of its Φ₁ = ∑ xᵢxᵢ₋₁/d: with it the precision would be aI + 2bT.
    maximumEntropyMultipliers: [2 * maximumEntropy.multipliers[0], maximumEntropy.multipliers[1]],
    meanFieldLimitDivergence: limit?.divergence,
    meanFieldLimitEntropyGap: limit?.entropyGap,
  };
};

function quantities(name: string, model: CanonicalModel | undefined): Readonly<Record<string, unknown>> {
  if (!model) return {};
  return {
    [`${name}Precision`]: model.precision,
    [`${name}Energies`]: model.energies,
    [`${name}Divergence`]: model.divergence,
  };
}
