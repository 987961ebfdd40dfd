import { exp } from './elementary/exponential.js';
import { log, log1p } from './elementary/logarithm.js';
import { logGamma } from './gamma.js';

/**
 * The regularised incomplete beta function I_x(a, b): the probability that a number of the beta law with exponents a, b is at most x.
 * By the continued fraction of DLMF 8.17.22, at x or, where that converges faster, at 1 − x.
 * @param x from 0 to 1
 * @param a positive, as b
 * @returns within about 1e-13 relative for exponents up to 100, within 1e-10 up to 1e5, where ln Γ loses digits
 * @throws RangeError when x lies outside 0 … 1, or an exponent is not positive and finite
 * Cost: about √max(a, b) terms.
 */
export function betaProbability(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1)) throw new RangeError(`betaProbability: x expects a number from 0 to 1, got ${x}`);
  checkExponents('betaProbability', a, b);
  if (x === 0 || x === 1) return x;
  return x < (a + 1) / (a + b + 2) ? lowerPart(x, a, b) : 1 - lowerPart(1 - x, b, a);
}

/**
 * The x with I_x(a, b) = p: the quantile of the beta law, by bisection of x, so that it is right to the last digits of `betaProbability`.
 * @param p from 0 to 1
 * @throws RangeError when p lies outside 0 … 1, or an exponent is not positive and finite
 * Cost: 60 probabilities.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`betaQuantile: p expects a number from 0 to 1, got ${p}`);
  checkExponents('betaQuantile', a, b);
  let [low, high] = [0, 1];
  for (let round = 0; round < 60; round++) {
    const middle = 0.5 * (low + high);
    if (betaProbability(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

function checkExponents(name: string, a: number, b: number): void {
  if (!(a > 0 && b > 0 && a + b < Infinity)) {
    throw new RangeError(`${name}: a and b expect positive finite numbers, got ${a} and ${b}`);
  }
}

/** I_x(a, b) where the fraction converges fast; the fraction is evaluated from the front by Lentz's method. */
function lowerPart(x: number, a: number, b: number): number {
  const front = exp(a * log(x) + b * log1p(-x) - log(a) - logGamma(a) - logGamma(b) + logGamma(a + b));
  let numerator = 1;
  let denominator = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let fraction = denominator;
  for (let m = 1; m < 10_000; m++) {
    let change = 1;
    for (const coefficient of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      denominator = 1 / notZero(1 + coefficient * denominator);
      numerator = notZero(1 + coefficient / numerator);
      change = numerator * denominator;
      fraction *= change;
    }
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** A number that can be divided by. */
function notZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
