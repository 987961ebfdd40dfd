import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { Command, UsageError } from './command';
import { compiledFiles } from './compiled-files';

/** Test files that start kernels, browsers or workers, or measure time: they run alone, the others side by side. */
const alone = /[\\/]dist[\\/]test[\\/](kernel|workbook|simd|experiment)[\\/]|\.timing\.test\.js$/;

type TestEvent = { type: string; data: any };

const counted = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo', 'duration_ms'];

/** Runs groups of files one after the other as if they were one run: one plan, one closing summary. */
async function* eventsOf(groups: readonly { files: string[]; concurrency: number }[], onFailure: () => void): AsyncGenerator<TestEvent> {
  const totals = new Map<string, number>();
  for (const { files, concurrency } of groups) {
    if (files.length === 0) continue;
    for await (const event of run({ files, concurrency }) as AsyncIterable<TestEvent>) {
      if (event.type === 'test:fail' && event.data.todo === undefined) onFailure();
      const [, name, value] = (event.type === 'test:diagnostic' && event.data.nesting === 0 && /^(\w+) ([\d.]+)$/.exec(event.data.message)) || [];
      if (name !== undefined && counted.includes(name)) totals.set(name, (totals.get(name) ?? 0) + Number(value));
      else if (event.type !== 'test:summary') yield event;
    }
  }
  for (const name of counted) {
    yield { type: 'test:diagnostic', data: { nesting: 0, message: `${name} ${totals.get(name) ?? 0}` } };
  }
}

/** `microcanon test`: runs the compiled tests. */
export const testCommand: Command = {
  name: 'test',
  summary: 'Runs the tests with Node’s own runner.',
  operands: '[PATTERN…]',
  options: {},
  details: 'A PATTERN is a part of a test file’s path, e.g. energy or flow/mean-field; without one all tests run.\n'
    + 'Tests that need Chromium or Python say why they are skipped where it is absent, and fail when CI=true.',
  async run({ operands }) {
    const files = compiledFiles('.test.js', operands);
    if (files.length === 0) throw new UsageError(`test: expects a part of a test file's path, got ${operands.join(' ') || 'no tests at all'}; see test/**/*.test.ts`);
    let failed = false;
    const groups = [
      { files: files.filter((file) => !alone.test(file)), concurrency: availableParallelism() },
      { files: files.filter((file) => alone.test(file)), concurrency: 1 },
    ];
    const events = Readable.from(eventsOf(groups, () => (failed = true)));
    // On a terminal the reporter for people, elsewhere the one whose closing lines (# tests, # pass, # fail) programs read.
    const report = process.stdout.isTTY ? events.compose(new spec()) : events.compose(tap as any);
    for await (const text of report) process.stdout.write(text);
    return failed ? 1 : 0;
  },
};
