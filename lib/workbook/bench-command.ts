import { spawnSync } from 'node:child_process';
import { Command, UsageError } from './command';
import { compiledFiles } from './compiled-files';

/** `microcanon bench`: runs the benchmark scripts one after the other. */
export const benchCommand: Command = {
  name: 'bench',
  summary: 'Runs the benchmarks (test/**/*.bench.ts), each of which prints a table.',
  operands: '[PATTERN…]',
  options: {},
  details: 'A PATTERN is a part of a file’s path, e.g. simd; without one all benchmarks run.',
  async run({ operands }) {
    const files = compiledFiles('.bench.js', operands);
    if (files.length === 0) throw new UsageError(`bench: expects a part of a benchmark's path, got ${operands.join(' ') || 'no benchmarks at all'}; see test/**/*.bench.ts`);
    const failed = files.filter((file) => spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0);
    return failed.length > 0 ? 1 : 0;
  },
};
