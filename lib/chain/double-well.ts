import { callOf, portable } from '../parallel/index.js';
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
  if (!(barrier > 0 && barrier < Infinity)) {
    throw new RangeError(`doubleWell: barrier expects a positive finite number, got ${barrier}`);
  }
  if (!Number.isFinite(tilt)) throw new RangeError(`doubleWell: tilt expects a finite number, got ${tilt}`);
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
