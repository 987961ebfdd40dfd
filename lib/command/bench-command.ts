import { UsageError } from '../site/command-error.js';
import type { Command } from './command.js';
import { gotInstead } from './suggestion.js';

/** The tables of `microcanon bench`, with what each measures. */
const benchTables = {
  step: 'a mean-field step of the stylized energy, 1024 paths of length 1024, beside naive TypeScript',
  scaling: 'the same step by path count and signal length',
  pool: 'the worker threads: a barrier, and a run of nothing',
  chains:
    'Markov chains: coordinates moved per second, a step in the scattering mean, effective samples of each sampler',
  cells: 'loops over variables of notebook cells',
  determinant: 'the log-determinant of a step, by method',
  measured: 'a measured step by path count, signal length and component count',
  elementary: 'elementary functions beside those of the engine',
  estimator: 'log-determinants estimated from random probes',
  figures: 'all computations behind Figures 1 to 4',
  drags: 'numbers of Figures 1 to 4 dragged in pages of the site, in Chromium',
  garch: 'a GARCH fit, and drawn paths',
  markets: 'descents of Figures 6 and 8',
  'gauss-newton': 'steps of Gauss and Newton towards the S&P 500, and Figure 6 by them',
  scattering: 'the scattering energies with their derivatives, plain and compiled',
  tensors: 'energies and networks of notebooks by TensorFlow.js: native library, WebAssembly, plain JavaScript',
} as const;

export type BenchTable = keyof typeof benchTables;

const names = Object.keys(benchTables) as BenchTable[];
const width = Math.max(...names.map((name) => name.length));

/** `microcanon bench`: prints tables of what computations cost. */
export const benchCommand: Command = {
  name: 'bench',
  summary: 'Measures computations beside naive implementations and prints tables.',
  operands: '[TABLE…]',
  options: {},
  details: [
    'Without a TABLE all are printed:',
    '',
    ...names.map((name) => `  ${name.padEnd(width)}  ${benchTables[name]}`),
  ].join('\n'),
  async run({ operands }) {
    const unknown = operands.find((name) => !Object.hasOwn(benchTables, name));
    if (unknown !== undefined) {
      throw new UsageError(
        `bench: TABLE expects one of ${names.join(', ')}, ${gotInstead(unknown, names)}; see microcanon bench --help`,
      );
    }
    const { bench } = await import('./bench.js');
    await bench(operands.length > 0 ? (operands as BenchTable[]) : names);
    return 0;
  },
};
