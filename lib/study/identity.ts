import { codeHashes } from '../host/code-hashes.js';
import { sha256 } from '../host/index.js';
import type { Experiment, InputReference, Result, StoredResult } from './contract.js';
import { encode } from './encoding.js';

/** What decides the bits of a result besides its parameters and seed. */
export interface Identity {
  /** Hash of the code that the experiment depends on. */
  readonly code: string;
  /** Hashes of its inputs, by their names. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Hashes of the results that it is built on, by the names of their files. */
  readonly builtOn: Readonly<Record<string, string>>;
}

/** What tells two identities apart: the code comes first, since other code asks for other results. */
export type Difference = 'other code' | 'other inputs';

/**
 * Hash of the code that an experiment depends on: its module with all that this imports, without comments; for an experiment
 * that names no module, the whole library and the text of its function.
 * @throws RangeError when the library has no such module
 */
export function codeOf({ id, module, run }: Experiment<object, unknown>): string {
  const { library, modules } = codeHashes();
  if (module === undefined) return shortHash(`${library} ${run.toString()}`);
  if (!Object.hasOwn(modules, module)) {
    throw new RangeError(
      `${id}: module expects a path in lib without extension, got ${module}; give the path of the experiment's own file`,
    );
  }
  return modules[module];
}

/** Hash of what a result holds: equal for equal bits, whoever computed them and when. */
export function contentHash({ data }: Pick<StoredResult, 'data'> | Result<unknown>): string {
  return shortHash(encode(data));
}

/** The first difference between two identities; a result that is stored nowhere now, `undefined` here, differs from none. */
export function differenceOf(
  found: Identity,
  wanted: Omit<Identity, 'builtOn'> & { readonly builtOn: Readonly<Record<string, string | undefined>> },
): Difference | undefined {
  if (found.code !== wanted.code) return 'other code';
  const differs =
    Object.entries(wanted.inputs).some(([name, hash]) => found.inputs[name] !== hash) ||
    Object.entries(wanted.builtOn).some(([file, hash]) => hash !== undefined && found.builtOn[file] !== hash);
  return differs ? 'other inputs' : undefined;
}

/** Hashes of inputs, by their names. */
export function inputHashes(
  references: Readonly<Record<string, Pick<InputReference, 'hash'>>> | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(references ?? {}).map(([name, { hash }]) => [name, hash]));
}

function shortHash(text: string): string {
  return sha256(text).slice(0, 16);
}
