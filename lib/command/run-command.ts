import { changeSettings, settings } from '../host/index.js';
import { UsageError } from '../site/command-error.js';
import type { Experiment } from '../study/index.js';
import type { Runnable } from '../study/runnable.js';
import type { Command, OptionDescription } from './command.js';
import { profileOf, workerCountOf } from './settings.js';
import { onStopSignals } from './stop-signals.js';
import { gotInstead } from './suggestion.js';

/** Options of every experiment. */
const COMMON: Command['options'] = {
  profile: { value: 'NAME', help: 'paper (default): the paper’s size; quick: small, seconds per part' },
  store: { help: 'also keep finished results with the sources, in data/results' },
  missing: { help: 'leave out parts whose result is stored already, in data/results or by this code in data/cache' },
  fresh: { help: 'compute parts again that this code has computed already' },
  workers: { value: 'N', help: 'worker threads (default: the number of cores)' },
};

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
      'the same part both finish it, with the same bits.',
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
    if (options.store && profile !== 'paper') {
      throw new UsageError(
        'run: option --store expects results of the paper’s size, got the profile quick; leave one of the two out',
      );
    }
    if (options.fresh && options.missing) {
      throw new UsageError('run: options --fresh and --missing exclude each other; leave one out');
    }
    changeSettings({ workers: workerCountOf(options.workers, 'run') });
    const selection = Object.fromEntries(
      Object.keys(runnable.options).map((option) => [option, options[option] as string | undefined]),
    );
    let parts: readonly Experiment<object, unknown>[];
    try {
      parts = runnable.parts(selection, profile);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(`run: ${error.message}`);
      throw error;
    }
    onStopSignals(() => `run: stopped; run it again to go on from the last checkpoint in ${settings().folders.cache}`);
    const { runParts } = await import('./run-parts.js');
    return runParts(runnable, parts, {
      store: options.store === true,
      missing: options.missing === true,
      fresh: options.fresh === true,
    });
  },
};
