import { type Vector, vectorOf } from '../array/index.js';
import { originOf } from '../data-set/series-origin.js';
import { sha256 } from '../host/index.js';
import type { Experiment, Input, InputReference, InputSource } from './contract.js';

/**
 * Numbers as the input of an experiment. The values of a series that the library has loaded or read from a file are found again
 * there; others are kept in a file beside the result.
 */
export function input(numbers: ArrayLike<number>): Input {
  const values = vectorOf(numbers);
  const source: InputSource = originOf(numbers) ?? { kind: 'values' };
  return { values, reference: { source, hash: inputHash(values), length: values.length } };
}

/**
 * Hash of numbers to 12 significant digits, 16 hexadecimal digits: returns are the same input where another engine takes a logarithm
 * with another last bit.
 */
export function inputHash(values: Vector): string {
  return sha256(Array.from(values, (value) => Number(value.toPrecision(12))).join(',')).slice(0, 16);
}

/** References to the inputs of an experiment, by name; undefined where it has none. */
export function referencesOf({
  inputs,
}: Pick<Experiment<object, unknown>, 'inputs'>): Readonly<Record<string, InputReference>> | undefined {
  if (inputs === undefined) return undefined;
  return Object.fromEntries(Object.entries(inputs).map(([name, { reference }]) => [name, reference]));
}
