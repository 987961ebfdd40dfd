import { statSync } from 'node:fs';
import { codeHashes } from '../host/code-hashes.js';
import { host, type Place } from '../host/index.js';
import { staleness } from '../study/checkpoint.js';
import type { Experiment, StoredResult } from '../study/contract.js';
import { contentHash } from '../study/identity.js';
import { inputFile, resolveInput } from '../study/input-source.js';
import type { Rebuilder } from '../study/rebuilder.js';
import { read } from '../study/result-store.js';
import { difference, parsedResult, resultFile } from '../study/stored-result.js';

/** A file that should hold a result. */
export interface Entry {
  readonly file: string;
  readonly place: Place;
  readonly bytes: number;
  readonly content: StoredResult | 'damaged' | 'other form';
}

/** What makes experiments again, by the modules that define them. */
export type Rebuilders = Readonly<Record<string, Rebuilder>>;

function filesIn(place: Place, pattern: RegExp): string[] {
  return host
    .store(place)
    .list()
    .filter((file) => pattern.test(file));
}

/** The results of a folder, by the names of their files. */
export function entriesOf(place: Place): Entry[] {
  return filesIn(place, /^(?!input-).*-[0-9a-f]{16}\.json$/).map((file) => {
    const content = parsedResult(read(file, place));
    const { size: bytes } = statSync(host.store(place).pathOf(file));
    return { file, place, bytes, content: content === 'absent' ? 'damaged' : content };
  });
}

/**
 * The experiment of a stored result, from its file alone.
 * @throws RangeError when no chapter makes it, or an input is missing or has other numbers now; TypeError naming a parameter that
 * is none of the experiment's
 */
export function rebuilt(content: StoredResult, place: Place, rebuilders: Rebuilders): Experiment<object, unknown> {
  const { id, module = 'no module' } = content;
  if (!Object.hasOwn(rebuilders, module)) {
    throw new RangeError(
      `${id} comes from ${module}, which no chapter makes again; run its experiment where it is defined`,
    );
  }
  const inputs = Object.entries(content.inputs ?? {}).map(([name, reference]) => {
    return [name, resolveInput(name, reference, place)] as const;
  });
  const experiment = rebuilders[module](content.parameters, content.seed, Object.fromEntries(inputs));
  if (resultFile(experiment) !== resultFile(content)) {
    throw new RangeError(`${id}: ${module} makes another experiment of these parameters; compute the result again`);
  }
  return experiment;
}

/** Whether this code would compute a stored result: `same code`, or why it would not. */
export function standing(content: StoredResult, place: Place, rebuilders: Rebuilders): string {
  const { module, provenance } = content;
  if (module === undefined) return 'from elsewhere';
  if (codeHashes().modules[module] !== provenance.code) return 'other code';
  try {
    return difference(rebuilt(content, place, rebuilders), content) ?? 'same code';
  } catch (error) {
    return (error as Error).message;
  }
}

/** What is wrong with a file that should hold a result, a sentence each. */
export function problemsOf({ file, place, content }: Entry, rebuilders: Rebuilders): string[] {
  if (content === 'damaged') return ['the file is damaged'];
  if (content === 'other form') return ['the file has the form of another version'];
  const problems: string[] = [];
  if (resultFile(content) !== file) problems.push(`the file holds ${resultFile(content)}`);
  if (content.module !== undefined) {
    try {
      rebuilt(content, place, rebuilders);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  for (const [name, { hash }] of Object.entries(content.provenance.builtOn ?? {})) {
    const other = parsedResult(read(name, place));
    // A result may build on one that is kept elsewhere; what is here must be the one that it was built on.
    if (typeof other !== 'string' && contentHash(other) !== hash)
      problems.push(`${name}, which it is built on, has other data now`);
  }
  return problems;
}

/** A file of the cache that no run of this code would read, and why. */
export interface Stale {
  readonly file: string;
  readonly reason: string;
}

/** The files of a cache that no run of this code would read: results, checkpoints, and inputs of such results alone. */
export function staleFiles(cache: Place, rebuilders: Rebuilders): Stale[] {
  const stale: Stale[] = [];
  const wanted = new Set<string>();
  for (const { file, content } of entriesOf(cache)) {
    if (typeof content === 'string') {
      stale.push({ file, reason: content });
      continue;
    }
    const reason = standing(content, cache, rebuilders);
    // An experiment of a cell or of the reader's own energy can be asked for again by whoever has it.
    if (['other code', 'other inputs'].includes(reason)) stale.push({ file, reason });
    else for (const reference of Object.values(content.inputs ?? {})) wanted.add(inputFile(reference));
  }
  for (const file of filesIn(cache, /\.checkpoint$/)) {
    const reason = staleness(read(file, cache));
    if (reason) stale.push({ file, reason });
  }
  const checkpointed = filesIn(cache, /\.checkpoint$/).length > 0;
  for (const file of filesIn(cache, /^input-[0-9a-f]{16}\.json$/))
    if (!wanted.has(file) && !checkpointed) stale.push({ file, reason: 'no result needs it' });
  return stale;
}
