import { checkPositive } from '../array/index.js';
import { callOf, portable } from '../parallel/index.js';
import { zeroBetween } from '../special/index.js';
import type { CriticalPoint } from './kramers.js';
import { potentialOfPaths } from './path-potential.js';
import type { Potential } from './potential.js';

/** Barrier and tilt of two wells. */
export interface DoubleWellOptions {
  /** b > 0: height of the barrier of the even potential, nats. */
  readonly barrier: number;
  /** c: slope that favours the left well where positive; 0 when left out. */
  readonly tilt?: number;
}

/**
 * Two wells on the line, U(x) = b (x² − 1)² + c x: the smallest law with a barrier.
 * @throws RangeError when the barrier is not positive and finite, or the tilt not finite
 */
export function doubleWell({ barrier, tilt = 0 }: DoubleWellOptions): Potential {
  checkWell('doubleWell', barrier, tilt);
  return potentialOfPaths({
    name: `${barrier} (x² − 1)² + ${tilt} x`,
    shape: [1],
    identity: { doubleWell: { barrier, tilt } },
    evaluate(path, gradient) {
      const x = path[0];
      const excess = x * x - 1;
      gradient[0] = 4 * barrier * x * excess + tilt;
      return barrier * excess * excess + tilt * x;
    },
    call: callOf(madeDoubleWell, { barrier, tilt }),
  });
}

const madeDoubleWell = portable('chain/double-well', doubleWell);

/** Where a double well is flat: its two minima and the maximum between them. */
export interface WellPoints {
  readonly left: CriticalPoint;
  readonly saddle: CriticalPoint;
  readonly right: CriticalPoint;
}

/**
 * Minima and maximum of b (x² − 1)² + c x.
 * @throws RangeError when an option is out of range, or the tilt leaves one minimum only: |c| ≥ 8b/(3√3)
 */
export function wellPoints({ barrier, tilt = 0 }: DoubleWellOptions): WellPoints {
  checkWell('wellPoints', barrier, tilt);
  const bend = Math.sqrt(1 / 3);
  const largest = (8 / 3) * bend * barrier;
  if (Math.abs(tilt) >= largest) {
    throw new RangeError(
      `wellPoints: tilt expects less than ${largest} in size, got ${tilt}, which leaves one minimum; take a higher barrier`,
    );
  }
  const slope = (x: number): number => 4 * barrier * x * (x * x - 1) + tilt;
  const far = 1 + Math.abs(tilt) / (8 * barrier);
  const point = (low: number, high: number): CriticalPoint => {
    const at = zeroBetween(slope, low, high);
    const excess = at * at - 1;
    return { at, height: barrier * excess * excess + tilt * at, curvature: 4 * barrier * (3 * at * at - 1) };
  };
  return { left: point(-far, -bend), saddle: point(bend, -bend), right: point(bend, far) };
}

function checkWell(caller: string, barrier: number, tilt: number): void {
  checkPositive(`${caller}: barrier`, barrier);
  if (!Number.isFinite(tilt))
    throw new RangeError(`${caller}: tilt expects a finite number, got ${tilt}; give 0 for two wells of one depth`);
}
