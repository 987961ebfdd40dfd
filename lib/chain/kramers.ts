import { exp } from '../special/index.js';

/** A point of a line at which a potential is flat. */
export interface CriticalPoint {
  readonly at: number;
  /** U there, nats. */
  readonly height: number;
  /** U″ there, nats per squared unit. */
  readonly curvature: number;
}

/**
 * Kramers' rate of escape from a well of Langevin dynamics dX = −U′ dt + √2 dW over a barrier:
 * √(U″(well) |U″(saddle)|)/(2π) · e^{−(U(saddle) − U(well))}, per unit of time. It becomes exact as the barrier grows; the relative error is of
 * the order of one over the height. The gap of a double well tends to the sum of its two rates.
 * Source: Kramers (1940), large friction.
 * @throws RangeError when the well is not a minimum, or the saddle not a maximum
 */
export function kramersRate(well: CriticalPoint, saddle: CriticalPoint): number {
  if (!(well.curvature > 0 && saddle.curvature < 0)) {
    throw new RangeError(
      `kramersRate: curvatures expect a positive one of the well and a negative one of the saddle, got ${well.curvature} and ${saddle.curvature}; take them from wellPoints`,
    );
  }
  return (Math.sqrt(-well.curvature * saddle.curvature) / (2 * Math.PI)) * exp(well.height - saddle.height);
}
