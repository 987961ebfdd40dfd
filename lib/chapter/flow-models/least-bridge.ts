import { checkPositive } from '../../array/index.js';
import { normalQuantile, zeroBetween } from '../../special/index.js';

/** Two regions of the line and the gap between them. */
export interface Gap {
  /** Share of the mass outside of the gap that lies left of it, in (0, 1). */
  readonly leftShare: number;
  /** Length of the gap, above 0. */
  readonly width: number;
}

/**
 * The least mass in a gap of any law that an increasing map makes of N(0, 1), where its slope in the gap is at most L: the gap has to be
 * passed by noise of an interval of width/L, whose ends the shares of both sides fix.
 * @param lipschitz L > 0
 * @throws RangeError when an argument is out of range
 */
export function leastBridge({ leftShare, width }: Gap, lipschitz: number): number {
  if (!(leftShare > 0 && leftShare < 1)) {
    throw new RangeError(
      `leastBridge: leftShare expects a number in (0, 1), got ${leftShare}; give the share of the left side`,
    );
  }
  checkPositive('leastBridge: width', width);
  checkPositive('leastBridge: lipschitz', lipschitz);
  /** Length of the noise between the two sides, when a mass m lies between them. */
  const length = (m: number): number =>
    -normalQuantile((1 - leftShare) * (1 - m)) - normalQuantile(leftShare * (1 - m));
  return zeroBetween((m) => length(m) - width / lipschitz, 0, 1);
}
