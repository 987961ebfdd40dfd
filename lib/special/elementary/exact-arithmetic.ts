/** 2²⁷ + 1: Veltkamp's multiplier, which splits 53 bits into 26 and 26. */
const SPLITTER = 134217729;

/** The leading 26 bits of `x`, so that products of two such parts are exact; |x| < 2⁹⁹⁶. */
export function leadingHalf(x: number): number {
  const c = SPLITTER * x;
  return c - (c - x);
}

/**
 * The error that rounding makes in a product: x·y = product + productError(x, y, product), exactly, unless it
 * underflows. Source: Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export function productError(x: number, y: number, product: number): number {
  const a = leadingHalf(x);
  const b = leadingHalf(y);
  const c = x - a;
  const d = y - b;
  return c * d - (product - a * b - c * b - a * d);
}

/** The error that rounding makes in a sum: x + y = sum + sumError(x, y, sum), exactly (Knuth). */
export function sumError(x: number, y: number, sum: number): number {
  const part = sum - x;
  return x - (sum - part) + (y - part);
}

/** What (a + aRest)/(b + bRest) exceeds the rounded quotient a/b by. */
export function quotientRest(a: number, aRest: number, b: number, bRest: number, quotient: number): number {
  const product = quotient * b;
  return (a - product - productError(quotient, b, product) + aRest - quotient * bRest) / b;
}

/** (a + aRest)/(b + bRest), with an error of hardly more than the last rounding's. */
export function quotientOfPairs(a: number, aRest: number, b: number, bRest: number): number {
  const quotient = a / b;
  return quotient + quotientRest(a, aRest, b, bRest, quotient);
}
