import { logOddsVariances, type MixturePair, mixtureGradients } from '../../../training/index.js';
import type { ClosedForm } from './closed-form.js';

/** What gradients see of the log-odds of two modes, and how well estimators know it. */
export const mixtureTraining: ClosedForm<MixturePair & { readonly times: readonly number[] }> = ({
  times,
  ...pair
}) => {
  const { gradient, contrastive, fisher, generatorGap } = mixtureGradients(pair, times);
  const variances = logOddsVariances({ separation: pair.separation, logOdds: pair.truthLogOdds });
  return {
    gradient,
    fisherGradient: fisher,
    contrastiveGradient: contrastive,
    generatorGap,
    maximumLikelihoodVariance: variances.maximumLikelihood,
    scoreMatchingVariance: variances.scoreMatching,
    varianceRatio: variances.scoreMatching / variances.maximumLikelihood,
    shareSeen: contrastive.map((value) => value / gradient),
  };
};
