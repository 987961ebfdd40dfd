import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { placeOf } from '../host/index.js';
import { UsageError } from '../site/command-error.js';
import type { StoredResult } from '../study/contract.js';
import { contentHash, inputHashes } from '../study/identity.js';
import type { Profile } from '../study/index.js';
import { read, write } from '../study/result-store.js';
import type { Runnable } from '../study/runnable.js';
import { parsedResult, resultFile } from '../study/stored-result.js';
import { type PartList, parsedPartList, partList } from './part-list.js';

/** A result in a file of any name. */
interface Given {
  readonly path: string;
  readonly content: StoredResult;
}

/** Reads results; what is none is a problem, a sentence each. */
function readAll(paths: readonly string[]): { readonly given: Given[]; readonly problems: string[] } {
  const [given, problems]: [Given[], string[]] = [[], []];
  for (const path of paths) {
    const place = { folder: dirname(resolve(path)), variable: 'FILE' };
    const content = parsedResult(read(basename(path), place));
    if (content === 'absent') problems.push(`${path}: there is no such file`);
    else if (content === 'damaged') problems.push(`${path}: the file is damaged`);
    else if (content === 'other form') problems.push(`${path}: the file has the form of another version`);
    else given.push({ path, content });
  }
  return { given, problems };
}

/** All parts of the experiment, of either profile, that most of the results belong to; undefined when none does. */
function likelyList(given: readonly Given[], runnables: readonly Runnable[]): PartList | undefined {
  const files = new Set(given.map(({ content }) => resultFile(content)));
  let [best, most]: [PartList | undefined, number] = [undefined, 0];
  for (const profile of ['quick', 'paper'] satisfies Profile[]) {
    for (const { name, parts } of runnables) {
      const all = parts({}, profile);
      const count = all.filter((part) => files.has(resultFile(part))).length;
      if (count > most) [best, most] = [partList(name, profile, all), count];
    }
  }
  return best;
}

/** The parts that a file of `run --list` names. */
function listIn(file: string): PartList {
  try {
    return parsedPartList(readFileSync(file, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(
      `results: option --parts expects a file that run --list printed, got ${file} (${message}); print it again`,
    );
  }
}

/** What keeps one result from being a part of the list, if anything. */
function complaint({ content }: Given, list: PartList): string | undefined {
  const { parts, experiment, profile } = list;
  const file = resultFile(content);
  const part = parts.find((one) => one.file === file);
  if (part === undefined) {
    const isNeeded = parts.some(({ builtOn }) => builtOn.some((one) => one.file === file));
    return isNeeded ? undefined : `${content.id} with these parameters is no part of ${experiment}, profile ${profile}`;
  }
  if (content.provenance.code !== part.code) return 'it was computed by other code';
  const [inputs, wanted] = [JSON.stringify(inputHashes(content.inputs)), JSON.stringify(part.inputs)];
  return inputs === wanted ? undefined : 'it was computed from other inputs';
}

/** Results that contradict each other: the same part with other data, or parts built on different results of one name. */
function contradictions(given: readonly Given[]): string[] {
  const problems: string[] = [];
  const first = new Map<string, { readonly path: string; readonly hash: string }>();
  const compare = (file: string, path: string, hash: string): void => {
    const before = first.get(file);
    if (before === undefined) first.set(file, { path, hash });
    else if (before.hash !== hash) problems.push(`${path}: has or builds on other data of ${file} than ${before.path}`);
  };
  for (const { path, content } of given) {
    compare(resultFile(content), path, contentHash(content));
    for (const [file, { hash }] of Object.entries(content.provenance.builtOn ?? {})) compare(file, path, hash);
  }
  return problems;
}

/**
 * Checks that results are all parts of an experiment, whole, of one code and the same inputs, and stores them in the cache,
 * where notebooks look for them. Nothing is stored when a part is missing or anything is wrong; each problem is a line.
 * @param listFile what `run --list` printed; without it, all parts of the experiment that most files belong to are expected
 * @returns the exit code
 * @throws UsageError when a list is none, or no file belongs to any experiment
 */
export function mergeResults(
  paths: readonly string[],
  runnables: readonly Runnable[],
  listFile: string | undefined,
): number {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const { given, problems } = readAll(paths);
  const list = listFile === undefined ? likelyList(given, runnables) : listIn(listFile);
  if (list === undefined) {
    for (const problem of problems) print(problem);
    throw new UsageError(
      'results: merge expects results of an experiment that microcanon run knows, got none; give the files that run --output wrote',
    );
  }
  for (const one of given) {
    const wrong = complaint(one, list);
    if (wrong !== undefined) problems.push(`${one.path}: ${wrong}`);
  }
  problems.push(...contradictions(given));
  const found = new Set(given.map(({ content }) => resultFile(content)));
  for (const { part, id, file } of list.parts) if (!found.has(file)) problems.push(`missing: part ${part}, ${id}`);
  for (const problem of problems) print(problem);
  const what = `${list.experiment}, profile ${list.profile}`;
  if (problems.length > 0) {
    print(`nothing is merged of ${what}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    return 1;
  }
  for (const { content } of given) write(resultFile(content), content);
  print(`all ${list.parts.length} parts of ${what} are whole and lie in ${placeOf('cache').folder}`);
  return 0;
}
