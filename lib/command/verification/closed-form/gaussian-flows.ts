import {
  backwardDifferenceScheme,
  dualScheme,
  explicitScheme,
  implicitScheme,
  inertialFlow,
  langevinScheme,
  midpointScheme,
  type NormalScheme,
  normalDivergence,
  normalFlowDeviation,
  normalSteps,
  penalisedDualScheme,
  secondOrderDualScheme,
} from '../../../transport/index.js';
import type { ClosedForm } from './closed-form.js';

/** Schemes of the gradient flow of the divergence from N(0, 1), and the flow. */
export const gradientFlowGaussian: ClosedForm<{
  readonly start: number;
  readonly step: number;
  readonly steps: number;
}> = ({ start, step, steps: stepCount }) => {
  const end = (scheme: NormalScheme): number => normalSteps(scheme, { start, step, stepCount })[stepCount];
  return {
    exactFlow: normalFlowDeviation(step * stepCount, { start }),
    implicit: end(implicitScheme),
    midpoint: end(midpointScheme),
    backwardDifference: end(backwardDifferenceScheme),
    explicit: end(explicitScheme),
    unadjustedLangevin: end(langevinScheme),
    dualEuler: end(dualScheme),
    dualPenalty: end(penalisedDualScheme),
    dualSecondOrder: end(secondOrderDualScheme),
  };
};

/** The accelerated flow of the divergence from N(0, 1) for several dampings, beside the flow of first order. */
export const inertialGaussian: ClosedForm<{
  readonly start: number;
  readonly damping: readonly number[];
  readonly times: readonly number[];
}> = ({ start, damping: dampings, times }) => {
  const divergence = (deviation: number): number =>
    normalDivergence({ mean: 0, variance: deviation * deviation }, { mean: 0, variance: 1 });
  const deviation = dampings.map((damping) => inertialFlow({ start, damping, times }).map((state) => state.deviation));
  return {
    deviation,
    divergence: deviation.map((row) => row.map(divergence)),
    flowDivergence: times.map((t) => divergence(normalFlowDeviation(t, { start }))),
  };
};
