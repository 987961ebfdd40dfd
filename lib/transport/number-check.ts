/**
 * Refuses numbers that are not positive and finite.
 * @param where the function, for the error
 * @param values by the names of the arguments
 */
export function checkPositive(where: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value > 0 && value < Infinity) continue;
    throw new RangeError(`${where}: ${name} expects a positive finite number, got ${value}; give one above 0`);
  }
}

/** Refuses numbers that are negative or not finite, in the same way. */
export function checkNotNegative(where: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value >= 0 && value < Infinity) continue;
    throw new RangeError(`${where}: ${name} expects a finite number from 0, got ${value}; give 0 or more`);
  }
}
