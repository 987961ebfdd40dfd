import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import { gridLaw, type LineGrid, lineGrid } from '../grid/index.js';
import { dot } from '../linear-algebra/index.js';
import { type Density, type GaussianMixture, gaussian } from '../model/index.js';
import { exp, log, squared } from '../special/index.js';
import type { NoiseSchedule } from './noise-schedule.js';
import { noisedMixture } from './noised-mixture.js';

/** How long a noising on the line is reversed, and from where. */
export interface ReversedLawOptions {
  /** T > 0. */
  readonly duration: number;
  /** Law that the reversal starts from; N(0, 1) when left out. */
  readonly start?: Density;
}

/** What a noise of one unit is integrated over: normal weights at points to ten deviations. */
const NORMAL_POINTS = lineGrid({ from: -10, to: 10, count: 401 });

/**
 * ln (q/p) at points of the line, where q is what the reversed stochastic equation makes, with exact scores and without steps, of a law
 * that is not the right one at T: q(x) = p(x) E[start(Y)/p_T(Y) | X₀ = x], since the exact reversal draws X₀ given X_T = Y.
 * @param points [N, 1]
 * @returns nats, [N]
 * @throws RangeError when the law is not one of single values
 * Cost: 401 densities of two laws per point.
 */
export function reversedLogRatio(
  law: GaussianMixture,
  schedule: NoiseSchedule,
  { points, duration, start = gaussian({ signalLength: 1 }) }: ReversedLawOptions & { readonly points: Ensemble },
): Vector {
  if (law.signalLength !== 1) {
    throw new RangeError(
      `reversedLogRatio: law expects signal length 1, got ${law.signalLength}; give a law on the line`,
    );
  }
  const reached = noisedMixture(law, schedule, duration);
  const [a, deviation] = [schedule.scale(duration), Math.sqrt(schedule.variance(duration))];
  const { points: units } = NORMAL_POINTS;
  const { masses } = gridLaw(
    NORMAL_POINTS,
    units.map((u) => 0.5 * squared(u)),
  );
  return vector(points.pathCount).map((_, n) => {
    const values = units.map((u) => a * points.data[n] + deviation * u);
    const there = ensemble(values.length, 1, values);
    const [from, to] = [reached.logDensity(there), start.logDensity(there)];
    return log(masses.reduce((sum, mass, i) => sum + mass * exp(to[i] - from[i]), 0));
  });
}

/** Divergences of a law on the line from what its two reversals make, by quadrature. Nats. */
export interface ReversalDivergences {
  /** D(p_T‖start), how far the noised law is from where the reversal starts; also what the reversed flow, a bijection, leaves. */
  readonly flow: number;
  /** D(p‖q) of the reversed stochastic equation. */
  readonly stochastic: number;
}

/**
 * How far both reversals of a mixture on the line end from it, with exact scores and no error of steps, by the trapezoidal rule.
 * @param options.grid points that hold the mass of the law and of the noised law; 401 of them from the least mean −10 deviations to the
 *   largest +10 when left out
 */
export function reversalDivergences(
  law: GaussianMixture,
  schedule: NoiseSchedule,
  options: ReversedLawOptions & { readonly grid?: LineGrid },
): ReversalDivergences {
  const { duration, start = gaussian({ signalLength: 1 }), grid = gridOf(law) } = options;
  const points = ensemble(grid.points.length, 1, grid.points);
  const mean = (density: Density, values: Vector): number => {
    const { masses } = gridLaw(
      grid,
      density.logDensity(points).map((value) => -value),
    );
    return dot(masses, values);
  };
  const reached = noisedMixture(law, schedule, duration);
  const [ours, theirs] = [reached.logDensity(points), start.logDensity(points)];
  return {
    flow: mean(
      reached,
      ours.map((value, i) => value - theirs[i]),
    ),
    stochastic: -mean(law, reversedLogRatio(law, schedule, { points, duration, start })),
  };
}

function gridOf({ components }: GaussianMixture): LineGrid {
  const reach = components.map(({ mean, deviation }) => Math.abs(mean[0]) + 10 * Math.max(1, deviation));
  const end = Math.max(...reach);
  return lineGrid({ from: -end, to: end, count: 401 });
}
