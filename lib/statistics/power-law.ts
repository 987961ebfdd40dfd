import { exp, log, squared } from '../special/index.js';

/** A power law y = c x^exponent, fitted to the logarithms by least squares. */
export interface PowerLaw {
  readonly exponent: number;
  /** From the scatter around the line, which grows where the points follow no line; NaN from two points. */
  readonly standardError: number;
  /** c. */
  readonly factor: number;
}

/**
 * The power law through positive points.
 * @throws RangeError when there are fewer than two points, they differ in number, or one is not positive, or all x are
 *   the same
 */
export function powerLaw(x: ArrayLike<number>, y: ArrayLike<number>): PowerLaw {
  if (x.length < 2 || x.length !== y.length) {
    throw new RangeError(
      `powerLaw: x and y expect at least two numbers each, as many of both, got ${x.length} and ${y.length}`,
    );
  }
  const [u, v] = [x, y].map((values) =>
    Array.from(values, (value) => {
      if (value > 0 && Number.isFinite(value)) return log(value);
      throw new RangeError(`powerLaw: points expect positive finite numbers, got ${value}`);
    }),
  );
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middle, level] = [mean(u), mean(v)];
  const spread = u.reduce((sum, value) => sum + squared(value - middle), 0);
  if (!(spread > 0))
    throw new RangeError(
      `powerLaw: x expects two different numbers at least, got ${x[0]} throughout; measure at more sizes`,
    );
  const exponent = u.reduce((sum, value, i) => sum + (value - middle) * (v[i] - level), 0) / spread;
  const residual = u.reduce((sum, value, i) => sum + squared(v[i] - level - exponent * (value - middle)), 0);
  const standardError = Math.sqrt(residual / (u.length - 2) / spread);
  return { exponent, standardError, factor: exp(level - exponent * middle) };
}
