import {
  averagedNoiseVariance,
  backwardForwardVariance,
  forwardBackwardVariance,
  type GaussianStep,
  langevinVariance,
  leapfrogLaw,
  symmetrisedVariance,
  type VarianceLaw,
} from '../../../chain/index.js';
import type { ClosedForm } from './closed-form.js';

interface UnadjustedCase {
  readonly variances: readonly number[];
  readonly step: number;
  readonly steps: number;
  readonly startVariance: number;
}

/** Variances of chains without acceptance on Gaussian laws. */
export const unadjustedGaussian: ClosedForm<UnadjustedCase> = ({ variances, step, steps, startVariance }) => {
  const laws = (lawOf: (options: GaussianStep) => VarianceLaw): VarianceLaw[] =>
    variances.map((variance) => lawOf({ variance, stepSize: step }));
  const after = (list: readonly VarianceLaw[]): number[] => list.map((law) => law.after(steps, startVariance));
  const limits = (list: readonly VarianceLaw[]): number[] => list.map(({ limit }) => limit);
  const divergences = (list: readonly number[]): number[] =>
    list.map((value, i) => 0.5 * (value / variances[i] - 1 - Math.log(value / variances[i])));
  const unadjusted = laws(langevinVariance);
  const forwardBackward = laws(forwardBackwardVariance);
  const backwardForward = laws(backwardForwardVariance);
  const half = laws((options) => backwardForwardVariance(options).half);
  const symmetrised = laws(symmetrisedVariance);
  const averaged = laws(averagedNoiseVariance);
  return {
    unadjusted: after(unadjusted),
    unadjustedLimit: limits(unadjusted),
    unadjustedDivergence: divergences(after(unadjusted)),
    unadjustedLimitDivergence: divergences(limits(unadjusted)),
    forwardBackward: after(forwardBackward),
    forwardBackwardLimit: limits(forwardBackward),
    backwardForward: after(backwardForward),
    backwardForwardLimit: limits(backwardForward),
    backwardForwardHalf: after(half),
    backwardForwardHalfLimit: limits(half),
    symmetrised: after(symmetrised),
    symmetrisedLimit: limits(symmetrised),
    averagedNoise: after(averaged),
    averagedNoiseLimit: limits(averaged),
  };
};

interface LeapfrogCase {
  readonly dimension: number;
  readonly variance: number;
  readonly step: number;
  readonly leapfrogSteps: number;
}

/** Energy error and acceptance of Hamiltonian Monte Carlo on a Gaussian law. */
export const hamiltonianGaussian: ClosedForm<LeapfrogCase> = ({ dimension, variance, step, leapfrogSteps }) => {
  const { largeDimensionAcceptance, ...law } = leapfrogLaw({
    dimension,
    variance,
    stepSize: step,
    leapfrogCount: leapfrogSteps,
  });
  return { ...law, acceptanceLargeDimension: largeDimensionAcceptance };
};
