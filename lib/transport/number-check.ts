import { checkPositive } from '../array/index.js';

/**
 * Refuses numbers that are not positive and finite.
 * @param where the function, for the error
 * @param values by the names of the arguments
 */
export function checkAllPositive(where: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) checkPositive(`${where}: ${name}`, value);
}

/** Refuses numbers that are negative or not finite, in the same way. */
export function checkNoneNegative(where: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value >= 0 && value < Infinity) continue;
    throw new RangeError(`${where}: ${name} expects a finite number from 0, got ${value}; give 0 or more`);
  }
}
