import { checkCount, checkPositive } from '../../array/index.js';

/** Names of parameters that are whole numbers, and of those that are sizes. */
interface Kinds<Parameters> {
  readonly counts: readonly (keyof Parameters & string)[];
  readonly sizes: readonly (keyof Parameters & string)[];
}

/**
 * Refuses parameters of an experiment that are no whole numbers from 1, or not positive and finite.
 * @param where the experiment, for the error
 */
export function checkParameters<Parameters extends { readonly [Name in keyof Parameters]: number }>(
  where: string,
  parameters: Parameters,
  { counts, sizes }: Kinds<Parameters>,
): void {
  for (const name of counts) checkCount(`${where}: ${name}`, parameters[name], 1);
  for (const name of sizes) checkPositive(`${where}: ${name}`, parameters[name]);
}
