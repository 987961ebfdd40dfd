import { type Vector, vectorOf } from '../../../lib/array/index.js';
import { key, normals } from '../../../lib/random/index.js';
import type { ComplexSignal } from '../../../lib/wavelet/index.js';
import { assertClose } from '../../closeness.js';

/** A stage of a chain as maps of plain vectors, each returning a new one. */
export interface Stage {
  apply(x: Vector): Vector;
  /** The rate of `apply` when x changes at the rate v. */
  rate?(x: Vector, v: Vector): Vector;
  pullback(x: Vector, slopes: Vector): Vector;
  /** The rate of the pullback when x changes at the rate v, and the slopes at theirs where the stage lets them. */
  pullbackRate?(x: Vector, v: Vector, slopes: Vector, slopeRates: Vector): Vector;
}

/**
 * Every derivative of a stage against central differences of the one before it, at a random point (or `x`). The
 * differences' error is of order h² = 1e-10 times third derivatives, plus rounding of 1e-16/h.
 */
export function assertStage(
  stage: Stage,
  sizes: { from: number; to: number; constantSlopes?: boolean },
  point?: Vector,
): void {
  const x = point ?? normals(key(1), sizes.from);
  const v = normals(key(2), sizes.from);
  const slopes = normals(key(3), sizes.to);
  const slopeRates = sizes.constantSlopes ? slopes.map(() => 0) : normals(key(4), sizes.to);
  const h = 1e-5;
  const moved = (start: Vector, rate: Vector, by: number): Vector => start.map((value, i) => value + by * rate[i]);
  const difference = (of: (by: number) => Vector): Vector => {
    const behind = of(-h);
    return of(h).map((value, i) => (value - behind[i]) / (2 * h));
  };

  const change = difference((by) => stage.apply(moved(x, v, by)));
  if (stage.rate) assertClose(stage.rate(x, v), change, 1e-7, 'rate');
  assertClose(dot(stage.pullback(x, slopes), v), dot(slopes, change), 1e-7, 'pullback along v');
  if (stage.pullbackRate) {
    const expected = difference((by) => stage.pullback(moved(x, v, by), moved(slopes, slopeRates, by)));
    assertClose(stage.pullbackRate(x, v, slopes, slopeRates), expected, 1e-7, 'rate of the pullback');
  }
}

export function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** A complex signal from its real parts followed by its imaginary parts. */
export function complexOf(values: Vector): ComplexSignal {
  const half = values.length / 2;
  return { re: values.slice(0, half), im: values.slice(half) };
}

/** The inverse of `complexOf`. */
export function flatOf({ re, im }: ComplexSignal): Vector {
  return vectorOf([...re, ...im]);
}
