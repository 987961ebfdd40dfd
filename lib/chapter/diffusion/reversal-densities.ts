import type { Ensemble, Vector } from '../../array/index.js';
import { type GaussianMixture, gaussian } from '../../model/index.js';
import { exp } from '../../special/index.js';
import {
  carriedLogDensity,
  evenTimes,
  noisedMixture,
  noisedScore,
  ornsteinUhlenbeck,
  reversedFlow,
  reversedLogRatio,
} from '../../transport/index.js';

/** Densities at one time t of a noising and of its two reversals from N(0, 1), at given points. */
export interface ReversalDensities {
  readonly t: number;
  readonly forward: Vector;
  readonly stochastic: Vector;
  readonly flow: Vector;
}

/**
 * The Ornstein–Uhlenbeck noising of a mixture on the line, and its reversals from N(0, 1) at time T with exact scores, as densities. The
 * stochastic one is exact by quadrature, that of the flow is carried along by Runge–Kutta steps of 1/50. Times lie
 * between 0 and T; points are [N, 1].
 */
export function reversalDensities(
  law: GaussianMixture,
  {
    duration,
    times,
    points,
  }: { readonly duration: number; readonly times: readonly number[]; readonly points: Ensemble },
): ReversalDensities[] {
  const schedule = ornsteinUhlenbeck();
  const start = gaussian({ signalLength: 1 });
  const flow = reversedFlow(noisedScore(law, schedule), schedule, { duration });
  return times.map((t) => {
    const reached = noisedMixture(law, schedule, t);
    const forward = reached.logDensity(points);
    const left = duration - t;
    if (left === 0) {
      const normal = start.logDensity(points).map(exp);
      return { t, forward: forward.map(exp), stochastic: normal, flow: normal };
    }
    // The noising is homogeneous in time: what is left of it after t is a noising of the law at t.
    const ratio = reversedLogRatio(reached, schedule, { points, duration: left });
    const carried = carriedLogDensity(flow, start, { paths: points, times: stepsOf(left) });
    return {
      t,
      forward: forward.map(exp),
      stochastic: forward.map((value, n) => exp(value + ratio[n])),
      flow: carried.map(exp),
    };
  });
}

function stepsOf(duration: number): Vector {
  return evenTimes(0, duration, Math.ceil(50 * duration));
}
