import type { Experiment, Profile, Result } from '../experiment';
import { cachePlace } from '../experiment/place';
import { type Command } from './command';
import { UsageError } from './command-error';
import { gotInstead } from './suggestion';
import { profileOf, workerCountOf } from './settings';

const OPTIONS: Command['options'] = {
  model: { value: 'NAME', help: 'table-1: only this true model (a row), e.g. ar-0.1' },
  energy: { value: 'NAME', help: 'table-1: only this energy, e.g. scattering-mean' },
  method: { value: 'NAME', help: 'table-1: only this method, regular or mean-field' },
  noise: { value: 'NAME', help: 'principal-components: of white (default) or garch noise' },
  figure: { value: 'N', help: 'markets, market-entropy: only this figure of the paper, 6 to 10' },
  series: { value: 'NAME', help: 'markets, market-entropy: only this series: sp500, eur-5, eur-10, usd-5 or usd-10' },
  profile: { value: 'NAME', help: 'paper (default): the paper’s size; quick: small, seconds per part' },
  store: { help: 'also keep finished results with the sources, in data/results' },
  missing: { help: 'leave out parts whose result is stored already, in data/results or by this code in data/cache' },
  fresh: { help: 'compute parts again that this code has computed already' },
  workers: { value: 'N', help: 'worker threads (default: the number of cores)' },
};
const SELECTING = ['model', 'energy', 'method', 'noise', 'figure', 'series'];

/** `microcanon run`: computes experiments too long for a notebook. */
export const runCommand: Command = {
  name: 'run',
  summary: 'Computes an experiment, at the paper’s full size unless told otherwise.',
  operands: 'EXPERIMENT',
  options: OPTIONS,
  details: [
    'EXPERIMENT is one of',
    '',
    '  table-1               Table 1, 40 parts; --model, --energy and --method select some',
    '  principal-components  components of the scattering covariance of white noise, which table-1 needs; of GARCH noise for markets',
    '  markets               descents of Figures 6 to 10; --figure and --series select some',
    '  market-entropy        the entropy lost on the way to these markets; same options. Fewer paths than in the figures; towards the',
    '                        scattering covariance γ = 2 in place of 20, so that the way is shorter, as the table of Notebook C says',
    '',
    'Results go to data/cache, or to the folder that MICROCANON_CACHE names. You can stop a run at any moment: started again, it',
    'goes on from its last checkpoint, a few seconds before. Several processes can share the parts.',
    '',
    'Exit code: 0 when every part was computed, 1 when one failed (the others are computed all the same), 2 for wrong usage.',
  ].join('\n'),
  async run({ options, operands: [name] }) {
    const { runnables } = await import('./runnables.js');
    const runnable = runnables.find((candidate) => candidate.name === name);
    if (runnable === undefined) {
      const names = runnables.map((known) => known.name);
      throw new UsageError(`run: EXPERIMENT expects one of ${names.join(', ')}, ${gotInstead(name, names)}; see microcanon run --help`);
    }
    const foreign = SELECTING.find((option) => options[option] !== undefined && !runnable.options.includes(option));
    if (foreign) {
      const owners = runnables.filter((known) => known.options.includes(foreign)).map((known) => known.name);
      throw new UsageError(`run: option --${foreign} expects the experiment ${owners.join(' or ')}, got ${name}; leave it out`);
    }
    const profile = profileOf(options.profile, 'run', 'paper');
    if (options.store && profile !== 'paper') {
      throw new UsageError('run: option --store expects results of the paper’s size, got the profile quick; leave one of the two out');
    }
    if (options.fresh && options.missing) {
      throw new UsageError('run: options --fresh and --missing contradict each other, got both; leave one out');
    }
    process.env.MICROCANON_WORKERS = String(workerCountOf(options.workers, 'run'));
    const selection = Object.fromEntries(runnable.options.map((option) => [option, options[option] as string | undefined]));
    let parts: readonly Experiment<object, unknown>[];
    try {
      parts = runnable.parts(selection, profile);
    } catch (error) {
      if (error instanceof RangeError) throw new UsageError(`run: ${error.message}`);
      throw error;
    }
    for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15]] as const) {
      process.once(signal, () => {
        process.stderr.write(`\nrun: stopped; run it again to go on from the last checkpoint in ${cachePlace().folder}\n`);
        process.exit(128 + number);
      });
    }
    const { runParts } = await import('./run-parts.js');
    return runParts(runnable, parts, { store: options.store === true, missing: options.missing === true, fresh: options.fresh === true });
  },
};
