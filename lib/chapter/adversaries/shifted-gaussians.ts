import type { Vector } from '../../array/index.js';
import { gridLaw, lineGrid } from '../../grid/index.js';
import { log, logistic, softplus } from '../../special/index.js';

/** A game between the best discriminator and a generator that shifts a Gaussian. */
export interface ShiftedGame {
  /** m: data N(0, 1), generator z + m with z ~ N(0, 1). */
  readonly shift: number;
  /** C = max_D V, V = E_* ln D + E_g ln(1 − D), nats. */
  readonly optimalValue: number;
  /** Jensen–Shannon divergence of data and generator, nats: (C + ln 4)/2. */
  readonly jensenShannon: number;
  /** d/dm of E_g ln(1 − D) at fixed D, which the generator descends in the game as it is written; also dC/dm. */
  readonly saturatingGradient: number;
  /** d/dm of −E_g ln D at fixed D. */
  readonly nonSaturatingGradient: number;
}

/** Masses of N(0, 1) and N(m, 1) on points that reach 12 deviations beyond both means, a twentieth of a deviation apart. */
function lawsOf(
  where: string,
  shift: number,
): { readonly points: Vector; readonly data: Vector; readonly made: Vector } {
  if (!Number.isFinite(shift))
    throw new RangeError(`${where}: shift expects a finite number, got ${shift}; give 0 for equal laws`);
  const [from, to] = [Math.min(0, shift) - 12, Math.max(0, shift) + 12];
  const grid = lineGrid({ from, to, count: 1 + Math.ceil((to - from) / 0.05) });
  const [data, made] = [0, shift].map((mean) => {
    const potential = grid.points.map((x) => 0.5 * (x - mean) * (x - mean));
    return gridLaw(grid, potential).masses;
  });
  return { points: grid.points, data, made };
}

/**
 * Two Gaussians of unit deviation, a shift apart, and the discriminator that tells them best: logit D(x) = m²/2 − m x, the logarithm of
 * the ratio of densities. Integrals by the trapezoidal rule, whose error is below 1e-14 for these.
 * @throws RangeError when the shift is not finite
 */
export function shiftedGame(shift: number): ShiftedGame {
  const { points, data, made } = lawsOf('shiftedGame', shift);
  let optimalValue = 0;
  let taken = 0;
  let refused = 0;
  points.forEach((x, i) => {
    const logit = shift * (0.5 * shift - x);
    optimalValue -= data[i] * softplus(-logit) + made[i] * softplus(logit);
    taken += made[i] * logistic(logit);
    refused += made[i] * logistic(-logit);
  });
  return {
    shift,
    optimalValue,
    jensenShannon: 0.5 * (optimalValue + log(4)),
    saturatingGradient: shift * taken,
    nonSaturatingGradient: shift * refused,
  };
}

/** A discriminator σ(b + a x) of two Gaussians of unit deviation. */
export interface LinearDiscriminator {
  readonly intercept: number;
  readonly slope: number;
  /** V, nats. */
  readonly value: number;
}

/**
 * The best of the discriminators σ(b + a x) by gradient ascent on V from D = ½: the game's own rule, with integrals in place of paths. The
 * logarithm of the ratio of densities is m²/2 − m x, so that the best one is the best of all.
 * @throws RangeError when the shift is not finite
 */
export function ascendedDiscriminator(
  shift: number,
  { stepCount = 4000, rate = 0.5 }: { readonly stepCount?: number; readonly rate?: number } = {},
): LinearDiscriminator {
  const { points, data, made } = lawsOf('ascendedDiscriminator', shift);
  let [intercept, slope, value] = [0, 0, 0];
  for (let t = 0; t <= stepCount; t++) {
    let [up, along] = [0, 0];
    value = 0;
    points.forEach((x, i) => {
      const logit = intercept + slope * x;
      const taken = logistic(logit);
      const push = data[i] * (1 - taken) - made[i] * taken;
      up += push;
      along += push * x;
      value -= data[i] * softplus(-logit) + made[i] * softplus(logit);
    });
    if (t === stepCount) break;
    intercept += rate * up;
    slope += rate * along;
  }
  return { intercept, slope, value };
}
