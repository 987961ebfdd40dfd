import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { changeSettings, type Profile, settings } from '../host/index.js';
import { UsageError } from '../site/command-error.js';
import { spokenDuration } from '../study/duration.js';
import { encode } from '../study/encoding.js';
import type { Experiment } from '../study/index.js';
import type { Runnable } from '../study/runnable.js';
import type { Arguments, Command, OptionDescription } from './command.js';
import { dependenciesOf, isStored, partList } from './part-list.js';
import { partNumberOf } from './part-number.js';
import { profileOf, workerCountOf } from './settings.js';
import { onStopSignals } from './stop-signals.js';
import { gotInstead } from './suggestion.js';

type Part = Experiment<object, unknown>;

/** @throws UsageError when the folder of an output is absent: the result would be lost after all its work */
function outputOf(path: string): string {
  const file = resolve(path);
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `run: option --output expects a file in a folder that exists, got '${path}'; make the folder ${dirname(file)}`,
    );
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`run: option --output expects a file, got the folder '${path}'; name a file in it`);
  return file;
}

/** Options of every experiment. */
const COMMON: Command['options'] = {
  profile: { value: 'NAME', help: 'paper (default): the paper’s size; quick: small, seconds per part' },
  store: { help: 'also keep finished results with the sources, in data/results' },
  missing: { help: 'leave out parts whose result is stored already, in data/results or by this code in data/cache' },
  fresh: { help: 'compute parts again that this code has computed already' },
  workers: { value: 'N', help: 'worker threads (default: the number of cores)' },
  list: { help: 'print the parts as JSON, without running them: number, parameters, inputs, cost, what they build on' },
  dependencies: { help: 'compute, or list, only the results that the parts build on, such as principal components' },
  part: { value: 'I', help: 'only part I of the list, from 0; array: the number that the engine gives a task' },
  output: { value: 'FILE', help: 'also write the result of one part into this file' },
};

/** Pairs of options that contradict each other. */
const EXCLUSIVE = [
  ['fresh', 'missing'],
  ['list', 'part'],
  ['list', 'output'],
  ['list', 'store'],
  ['list', 'fresh'],
  ['list', 'missing'],
  ['missing', 'output'],
] as const;

/** @throws UsageError when two options contradict each other, or a stored result would have another size than the paper's */
function checkTogether(options: Arguments['options'], profile: Profile): void {
  if (options.store && profile !== 'paper') {
    throw new UsageError(
      'run: option --store expects results of the paper’s size, got the profile quick; leave one of the two out',
    );
  }
  for (const [one, other] of EXCLUSIVE)
    if (options[one] && options[other])
      throw new UsageError(`run: options --${one} and --${other} exclude each other; leave one out`);
}

/** What the command line asks of parts, beyond which experiment. */
interface Request {
  readonly runnable: Runnable;
  readonly profile: Profile;
  readonly options: Arguments['options'];
  readonly selection: Readonly<Record<string, string | undefined>>;
}

/** @throws UsageError when an option names no part */
function partsOf({ runnable, profile, options, selection }: Request): readonly Part[] {
  let parts: readonly Part[];
  try {
    parts = runnable.parts(selection, profile);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`run: ${error.message}`);
    throw error;
  }
  return options.dependencies ? dependenciesOf(parts) : parts;
}

/**
 * The parts that `--part` leaves. One of many parts does not compute what all of them build on: each task of an array would.
 * @throws UsageError on a number of no part, on a result to build on that is absent, and on an output for several parts
 */
function pickedOf(parts: readonly Part[], { runnable, profile, options, selection }: Request): readonly Part[] {
  if (options.part === undefined) {
    if (options.output !== undefined && parts.length !== 1)
      throw new UsageError(`run: option --output expects one part, got ${parts.length}; add --part I`);
    return parts;
  }
  if (parts.length === 0) throw new UsageError(`run: option --part expects parts, got none of ${runnable.name}`);
  const picked = parts[partNumberOf(String(options.part), parts.length)];
  const absent = dependenciesOf([picked]).filter((other) => !isStored(other));
  if (absent.length > 0) {
    const selecting = Object.entries(selection).flatMap(([name, value]) => (value ? [`--${name} ${value}`] : []));
    const command = ['microcanon run', runnable.name, ...selecting, `--profile ${profile}`, '--dependencies'].join(' ');
    throw new UsageError(
      `run: ${picked.id} expects the result of ${absent.map(({ id }) => id).join(', ')} in the cache, got none; first run ${command}`,
    );
  }
  return [picked];
}

/** What is printed of results that others build on, of whatever experiment. */
function dependenciesRunnable({ name }: Runnable): Pick<Runnable, 'name' | 'headings' | 'line'> {
  return {
    name: `${name}, what it builds on`,
    headings: ['result', 'time'],
    line: ({ id, provenance }) => [id, spokenDuration(provenance.wallSeconds)],
  };
}

/** The experiments. Loaded here because the chapters load the whole library, which other commands do not need. */
const known = (): Runnable[] => (require('../site/chapters.js') as typeof import('../site/chapters.js')).runnables();

/** Options that select parts of an experiment; their help names the experiments that have them. */
function selecting(): Command['options'] {
  const options: Record<string, OptionDescription> = {};
  for (const { name, options: own } of known()) {
    for (const [option, { value, help }] of Object.entries(own)) {
      const others = Object.hasOwn(options, option) ? `${options[option].help.split(': ')[0]}, ` : '';
      options[option] = { value, help: `${others}${name}: ${help}` };
    }
  }
  return options;
}

/** `microcanon run`: computes experiments too long for a notebook. */
export const runCommand: Command = {
  name: 'run',
  summary: 'Computes an experiment, at the paper’s full size unless told otherwise.',
  operands: 'EXPERIMENT',
  get options() {
    return { ...selecting(), ...COMMON };
  },
  get details() {
    const runnables = known();
    const width = Math.max(...runnables.map(({ name }) => name.length));
    return [
      'EXPERIMENT is one of',
      '',
      ...runnables.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
      '',
      'Results go to data/cache, or to the folder that MICROCANON_CACHE names. You can stop a run at any moment: started again, it',
      'goes on from its last checkpoint, a few seconds before. Several processes can share the parts; two that compute',
      'the same part both finish it, with the same bits. For many machines: --list, then --dependencies once, then --part I for',
      'each number with --output FILE, and microcanon results merge FILE… at the end. --part array takes the number from',
      'SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX, BATCH_TASK_INDEX or JOB_COMPLETION_INDEX.',
      '',
      'Exit code: 0 when every part was computed, 1 when one failed (the others are computed all the same), 2 for wrong usage.',
    ].join('\n');
  },
  async run({ options, operands: [name] }) {
    const runnables = known();
    const runnable = runnables.find((candidate) => candidate.name === name);
    if (runnable === undefined) {
      const names = runnables.map((other) => other.name);
      throw new UsageError(
        `run: EXPERIMENT expects one of ${names.join(', ')}, ${gotInstead(name, names)}; see microcanon run --help`,
      );
    }
    const foreign = Object.keys(selecting()).find(
      (option) => options[option] !== undefined && !Object.hasOwn(runnable.options, option),
    );
    if (foreign) {
      const owners = runnables.filter((other) => Object.hasOwn(other.options, foreign)).map((other) => other.name);
      throw new UsageError(
        `run: option --${foreign} expects the experiment ${owners.join(' or ')}, got ${name}; leave it out`,
      );
    }
    const profile = profileOf(options.profile, 'run', 'paper');
    checkTogether(options, profile);
    changeSettings({ workers: workerCountOf(options.workers, 'run') });
    const selection = Object.fromEntries(
      Object.keys(runnable.options).map((option) => [option, options[option] as string | undefined]),
    );
    const request: Request = { runnable, profile, options, selection };
    const parts = partsOf(request);
    if (options.list) {
      const list = JSON.parse(encode(partList(name, profile, parts)));
      process.stdout.write(`${JSON.stringify(list, undefined, 2)}\n`);
      return 0;
    }
    const picked = pickedOf(parts, request);
    const output = options.output === undefined ? undefined : outputOf(String(options.output));
    onStopSignals(() => `run: stopped; run it again to go on from the last checkpoint in ${settings().folders.cache}`);
    const { runParts } = await import('./run-parts.js');
    return runParts(options.dependencies ? dependenciesRunnable(runnable) : runnable, picked, {
      output,
      store: options.store === true,
      missing: options.missing === true,
      fresh: options.fresh === true,
    });
  },
};
