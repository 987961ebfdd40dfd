/**
 * Refuses an index that is no whole number from 0 to count − 1: reading outside of an array gives undefined or an empty
 * view, which later code would take for a result.
 * @param where the function and its argument, for the error: `ensemble.path: n`
 */
export function checkIndex(where: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(
    count < 1
      ? `${where} expects an index, but there is nothing to point at; got ${index}`
      : `${where} expects a whole number from 0 to ${count - 1}, got ${index}; the first has the number 0`,
  );
}

/**
 * Refuses a number of things that is no whole number from `least` on.
 * @param where the function and its argument, for the error: `split: count`
 */
export function checkCount(where: string, count: number, least = 0): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new RangeError(
    `${where} expects a whole number from ${least} on, got ${count}; round it, or look for what made it`,
  );
}

/**
 * Refuses a number that is not positive and finite.
 * @param where the function and its argument, for the error: `langevin: stepSize`
 */
export function checkPositive(where: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`${where} expects a positive finite number, got ${value}; give one above 0`);
}

/**
 * Refuses an array of another length.
 * @param where the function and its argument, for the error: `normals: out`
 */
export function checkLength(where: string, values: ArrayLike<unknown>, length: number): void {
  if (values.length === length) return;
  throw new RangeError(`${where} expects ${length} numbers, got ${values.length}; give an array of that length`);
}
