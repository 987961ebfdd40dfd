import { squared } from '../../../special/index.js';
import {
  type NormalEnds,
  normalDivergence,
  normalInterpolant,
  normalReversal,
  ornsteinUhlenbeck,
} from '../../../transport/index.js';
import type { ClosedForm } from './closed-form.js';

/** Ornstein–Uhlenbeck noising of a normal law, reversed from N(0, 1) with and without noise. */
export const reverseDiffusion: ClosedForm<{
  readonly dataMean: number;
  readonly dataVariance: number;
  readonly horizons: readonly number[];
}> = ({ dataMean, dataVariance, horizons }) => {
  const data = { mean: dataMean, variance: dataVariance };
  const [stochastic, ode] = [1, 0].map((noise) =>
    horizons.map((duration) => normalReversal(data, ornsteinUhlenbeck(), { duration, noise })),
  );
  return {
    forwardMean: ode.map(({ forward }) => forward.mean),
    forwardVariance: ode.map(({ forward }) => forward.variance),
    forwardDivergence: ode.map(({ forward }) => normalDivergence(forward, { mean: 0, variance: 1 })),
    stochasticMean: stochastic.map(({ result }) => result.mean),
    stochasticVariance: stochastic.map(({ result }) => result.variance),
    stochasticDivergence: stochastic.map(({ result }) => normalDivergence(data, result)),
    odeMean: ode.map(({ result }) => result.mean),
    odeVariance: ode.map(({ result }) => result.variance),
    odeDivergence: ode.map(({ result }) => normalDivergence(data, result)),
  };
};

/** The straight interpolant of two centred normal laws. */
export const interpolantGaussian: ClosedForm<
  NormalEnds & { readonly times: readonly number[]; readonly diffusions: readonly number[] }
> = ({ times, diffusions, ...ends }) => {
  const { variance, drift, meanShift, driftLoss } = normalInterpolant(ends);
  const shifts = diffusions.map(meanShift);
  return {
    variance: times.map(variance),
    drift: times.map(drift),
    meanShift: shifts,
    divergence: shifts.map((shift) => squared(shift) / (2 * ends.endVariance)),
    driftLoss,
  };
};
