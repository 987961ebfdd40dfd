/** What cells use of `node:os`. */

export const EOL = '\n';

/** The folder of files that a page keeps while it is open. */
export const tmpdir = (): string => '/tmp';

export const platform = (): string => 'browser';

export const availableParallelism = (): number => navigator.hardwareConcurrency ?? 1;
