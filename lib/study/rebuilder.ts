import type { Experiment, Input } from './contract.js';
import type { Parser } from './parse.js';

/**
 * Makes an experiment again from what the file of its result holds.
 * @throws TypeError naming the parameter that is none of the experiment's; RangeError when an input is missing, or something that
 * no file holds, such as an energy of the reader's own
 */
export type Rebuilder = (
  parameters: unknown,
  seed: number,
  inputs: Readonly<Record<string, Input>>,
) => Experiment<object, unknown>;

/** A rebuilder that checks parameters with `parse` and hands them, as they stand in the file, to `make`. */
export function rebuilder<Parameters extends object>(
  parse: Parser<Parameters>,
  make: (
    parameters: Parameters,
    seed: number,
    inputs: Readonly<Record<string, Input>>,
  ) => Experiment<Parameters, unknown>,
): Rebuilder {
  return (parameters, seed, inputs) => make(parse(parameters, 'parameters'), seed, inputs);
}
