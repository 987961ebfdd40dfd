import { relative } from 'node:path';
import { host, type Place, placeOf } from '../host/index.js';
import { UsageError } from '../site/command-error.js';
import { spokenDuration } from '../study/duration.js';
import type { Arguments, Command } from './command.js';
import type { Entry, Rebuilders } from './results-catalogue.js';
import { gotInstead } from './suggestion.js';

const ACTIONS = ['list', 'check', 'prune', 'merge'];

/** `microcanon results`: lists, checks and prunes stored results. */
export const resultsCommand: Command = {
  name: 'results',
  summary: 'Lists, checks and prunes stored results, and brings together those of many machines.',
  operands: '[list | check | prune | merge FILE…]',
  options: {
    recompute: {
      value: 'FILE',
      help: 'with check: compute this result again from its file alone and compare the bits',
    },
    parts: {
      value: 'FILE',
      help: 'with merge: the parts that should be there, as run --list prints them (default: all of the experiment)',
    },
    yes: { help: 'with prune: remove the files rather than name them' },
  },
  details: [
    'list   every result in data/results and data/cache, with its parameters, where it comes from, and whether this code would',
    '       compute it: same code, other code, other inputs, or why it cannot be told',
    'check  every file is whole, belongs to its name, and its inputs are found with the numbers that it was computed from',
    'prune  files of the cache that no run of this code would read; nothing in data/results',
    'merge  takes the files that run --output wrote into the cache when all parts are there, whole, of this code and one set of',
    '       inputs; else names what is missing or wrong, and takes none',
    '',
    'A result belongs to the code that its experiment depends on, comments aside, and to its inputs.',
    '',
    'Exit code: 0, or 1 when check or merge finds a problem or other bits, 2 for wrong usage.',
  ].join('\n'),
  async run(args) {
    const [action = 'list', ...rest] = args.operands;
    if (!ACTIONS.includes(action) || (action !== 'merge' && rest.length > 0)) {
      throw new UsageError(
        `results: expects one of ${ACTIONS.join(', ')}, ${gotInstead(args.operands.join(' '), ACTIONS)}; see microcanon results --help`,
      );
    }
    for (const [option, owner] of [
      ['recompute', 'check'],
      ['yes', 'prune'],
      ['parts', 'merge'],
    ]) {
      if (args.options[option] !== undefined && action !== owner)
        throw new UsageError(`results: option --${option} goes with ${owner}, got ${action}; leave it out`);
    }
    const { rebuilders, runnables } = await import('../site/chapters.js');
    if (action === 'merge') {
      if (rest.length === 0)
        throw new UsageError('results: merge expects files that run --output wrote, got none; name at least one');
      const { mergeResults } = await import('./merge.js');
      return mergeResults(rest, runnables(), args.options.parts as string | undefined);
    }
    if (action === 'list') return list(rebuilders());
    if (action === 'prune') return prune(args, rebuilders());
    return check(args, rebuilders());
  },
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function entriesEverywhere(): Promise<Entry[]> {
  const { entriesOf } = await import('./results-catalogue.js');
  return [placeOf('results'), placeOf('cache')].flatMap(entriesOf);
}

function pathOf(place: Place, file: string): string {
  return relative(process.cwd(), host.store(place).pathOf(file));
}

async function list(rebuilders: Rebuilders): Promise<number> {
  const { standing } = await import('./results-catalogue.js');
  const entries = await entriesEverywhere();
  for (const { file, place, bytes, content } of entries) {
    const size = `${Math.ceil(bytes / 1024)} KiB`;
    if (typeof content === 'string') {
      print(`${pathOf(place, file)}\n  ${content}, ${size}`);
      continue;
    }
    const { parameters, seed, provenance } = content;
    const { date, wallSeconds, revision } = provenance;
    const given = Object.entries(parameters).map(
      ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    );
    print(
      `${pathOf(place, file)}\n  ${[...given, `seed ${seed}`].join(', ')}\n  ` +
        `${date.slice(0, 10)}, revision ${revision}, ${spokenDuration(wallSeconds)}, ${size}, ${standing(content, place, rebuilders)}`,
    );
  }
  print(`${entries.length} ${entries.length === 1 ? 'result' : 'results'}`);
  return 0;
}

async function check({ options }: Arguments, rebuilders: Rebuilders): Promise<number> {
  const { problemsOf } = await import('./results-catalogue.js');
  const entries = await entriesEverywhere();
  if (options.recompute !== undefined) return recompute(String(options.recompute), entries, rebuilders);
  let bad = 0;
  for (const entry of entries) {
    const problems = problemsOf(entry, rebuilders);
    if (problems.length > 0) bad++;
    for (const problem of problems) print(`${pathOf(entry.place, entry.file)}: ${problem}`);
  }
  print(`${entries.length} checked, ${bad === 0 ? 'all whole' : `${bad} with a problem`}`);
  return bad > 0 ? 1 : 0;
}

/** Computes the one result whose file begins with `name` again, and compares the bits. */
async function recompute(name: string, entries: readonly Entry[], rebuilders: Rebuilders): Promise<number> {
  const found = entries.filter(({ file }) => file === name || file.startsWith(name));
  const files = [...new Set(found.map(({ file }) => file))];
  if (files.length !== 1) {
    const got =
      files.length === 0 ? `'${name}', which none begins with` : `'${name}', which ${files.length} begin with`;
    throw new UsageError(
      `results: --recompute expects the beginning of one file's name, got ${got}; see microcanon results list`,
    );
  }
  const [{ place, file, content }] = found;
  if (typeof content === 'string') {
    print(`${pathOf(place, file)}: ${content}`);
    return 1;
  }
  const { rebuilt } = await import('./results-catalogue.js');
  const { printer, run } = await import('../study/index.js');
  const { contentHash } = await import('../study/identity.js');
  let result: Awaited<ReturnType<typeof run>>;
  try {
    const experiment = rebuilt(content, place, rebuilders);
    result = await run(experiment, { fresh: true, onEvent: printer((line) => process.stderr.write(`${line}\n`)) });
  } catch (error) {
    print(`${pathOf(place, file)}: ${(error as Error).message}`);
    return 1;
  }
  const same = contentHash(result) === contentHash(content);
  print(`${pathOf(place, file)}: ${same ? 'the same bits' : 'other bits'}`);
  return same ? 0 : 1;
}

async function prune({ options }: Arguments, rebuilders: Rebuilders): Promise<number> {
  const { staleFiles } = await import('./results-catalogue.js');
  const cache = placeOf('cache');
  const stale = staleFiles(cache, rebuilders);
  for (const { file, reason } of stale) {
    if (options.yes) host.store(cache).remove(file);
    print(`${pathOf(cache, file)}: ${reason}`);
  }
  const files = `${stale.length} ${stale.length === 1 ? 'file' : 'files'}`;
  if (stale.length === 0) print('nothing to remove');
  else
    print(
      options.yes
        ? `removed ${files}`
        : `${files} to remove; add --yes to remove ${stale.length === 1 ? 'it' : 'them'}`,
    );
  return 0;
}
