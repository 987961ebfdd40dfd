import { type Ensemble, ensemble, type Vector, vector } from '../array/index.js';
import type { Density } from '../model/index.js';
import type { DivergentField } from './time-field.js';

/** Paths carried against a flow, and what that does to densities. */
export interface CarriedBack {
  /** Where the paths came from, at the first of the times, [N, d]. */
  readonly start: Ensemble;
  /** ∫ ∇·b dt along each way, [N]: by so much ln of the density falls from the first to the last of the times. */
  readonly expansion: Vector;
}

/**
 * Carries paths back along the flow ẋ = b(x, t), by the classical Runge–Kutta rule of fourth order.
 * @param paths at the last of the times
 * @param times in increasing order, as in `diffuse`
 * Cost: four evaluations of field and divergence per step.
 */
export function carriedBack(field: DivergentField, paths: Ensemble, times: ArrayLike<number>): CarriedBack {
  let x = paths;
  const expansion = vector(paths.pathCount);
  for (let t = times.length - 1; t > 0; t--) {
    const h = times[t] - times[t - 1];
    const at = (point: Ensemble, time: number) => {
      return { velocity: field.values(point, time).data, growth: field.divergence(point, time) };
    };
    const first = at(x, times[t]);
    const second = at(shifted(x, first.velocity, -h / 2), times[t] - h / 2);
    const third = at(shifted(x, second.velocity, -h / 2), times[t] - h / 2);
    const fourth = at(shifted(x, third.velocity, -h), times[t - 1]);
    const mean = (a: Vector, [b, c, d]: readonly Vector[]): Vector =>
      a.map((value, i) => (value + 2 * b[i] + 2 * c[i] + d[i]) / 6);
    const growth = mean(first.growth, [second.growth, third.growth, fourth.growth]);
    for (let n = 0; n < expansion.length; n++) expansion[n] += h * growth[n];
    x = shifted(x, mean(first.velocity, [second.velocity, third.velocity, fourth.velocity]), -h);
  }
  return { start: x, expansion };
}

/**
 * ln of the density, at the last of the times, of a law that a flow carries: ln q(x) = ln q₀(x₀) − ∫ ∇·b dt, nats, [N].
 * @param base q₀, the law at the first of the times
 */
export function carriedLogDensity(
  field: DivergentField,
  base: Density,
  { paths, times }: { readonly paths: Ensemble; readonly times: ArrayLike<number> },
): Vector {
  const { start, expansion } = carriedBack(field, paths, times);
  return base.logDensity(start).map((value, n) => value - expansion[n]);
}

function shifted({ pathCount, shape, data }: Ensemble, direction: Vector, by: number): Ensemble {
  return ensemble(
    pathCount,
    shape,
    data.map((value, i) => value + by * direction[i]),
  );
}
