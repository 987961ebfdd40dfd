import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { libraryFolder } from '../host/node/library-folder.js';
import { UsageError } from '../site/command-error.js';
import type { Command } from './command.js';

const folder = join(libraryFolder(), 'dist', 'test');

/** Files whose tests ask for answers within half a second: they run one at a time after the others, which share the cores. */
const alone = /^parallel[\\/]pool\./;

/** Folders whose tests start kernels, browsers and programs. They take longest and begin first, so that no core waits at the end. */
const long = /^(command|jupyter|site)[\\/]|^study[\\/]engines/;

/** Compiled test files, below `folder`, whose path contains one of the patterns; all without patterns. */
function testFiles(patterns: readonly string[]): string[] {
  const parts = patterns.map((pattern) =>
    pattern
      .replace(/^(dist\/)?test\//, '')
      .replace(/\.ts$/, '')
      .replaceAll('/', sep),
  );
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js') && (parts.length === 0 || parts.some((part) => file.includes(part))))
    .sort((a, b) => Number(long.test(b)) - Number(long.test(a)) || (a < b ? -1 : 1));
}

/** Events of Node's test runner, with the fields that this file reads. */
interface TestEvent {
  readonly type: string;
  readonly data?: {
    readonly [field: string]: unknown;
    readonly nesting?: number;
    readonly message?: string;
    readonly todo?: unknown;
  };
}

const counted = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo', 'duration_ms'];

/** Runs groups of files one after the other, and gives the events of one run: one numbering, one plan, one summary. */
async function* eventsOf(
  groups: readonly { files: string[]; concurrency: number }[],
  onFailure: () => void,
): AsyncGenerator<TestEvent> {
  const totals = new Map<string, number>(counted.map((name) => [name, 0]));
  let topLevel = 0;
  for (const { files, concurrency } of groups) {
    if (files.length === 0) continue;
    const paths = files.map((file) => join(folder, file));
    for await (const { type, data } of run({ files: paths, concurrency }) as AsyncIterable<TestEvent>) {
      if (type === 'test:fail' && data?.todo === undefined) onFailure();
      const outermost = data?.nesting === 0;
      const [, name, value] =
        (outermost && type === 'test:diagnostic' && /^(\w+) ([\d.]+)$/.exec(data?.message ?? '')) || [];
      const total = name === undefined ? undefined : totals.get(name);
      if (total !== undefined) totals.set(name, total + Number(value));
      else if (outermost && (type === 'test:pass' || type === 'test:fail'))
        yield { type, data: { ...data, testNumber: ++topLevel } };
      else if (type !== 'test:summary' && !(outermost && type === 'test:plan')) yield { type, data };
    }
  }
  yield { type: 'test:plan', data: { nesting: 0, count: topLevel } };
  for (const [name, total] of totals)
    yield { type: 'test:diagnostic', data: { nesting: 0, message: `${name} ${total}` } };
}

/** `microcanon test`: runs the compiled tests. */
export const testCommand: Command = {
  name: 'test',
  summary: 'Runs the tests with Node’s own runner.',
  operands: '[PATTERN…]',
  options: {},
  details:
    'PATTERN is a part of a test file’s path, e.g. energy or flow/descent. Without one, all tests run.\n' +
    'Tests that need Chromium or Python are skipped with a reason where it is absent; with CI=true they fail.',
  async run({ operands }) {
    const files = testFiles(operands);
    if (files.length === 0)
      throw new UsageError(
        `test: expects a part of a test file's path, got ${operands.join(' ') || 'no tests at all'}; see test/**/*.test.ts`,
      );
    let failed = false;
    const groups = [
      { files: files.filter((file) => !alone.test(file)), concurrency: availableParallelism() },
      { files: files.filter((file) => alone.test(file)), concurrency: 1 },
    ];
    const events = Readable.from(eventsOf(groups, () => (failed = true)));
    // A terminal gets the reporter for people; other outputs get TAP, whose last lines (# tests, # pass, # fail) programs read.
    const report = process.stdout.isTTY
      ? events.compose(new spec())
      : events.compose((source: AsyncIterable<unknown>) => tap(source as Parameters<typeof tap>[0]));
    for await (const text of report) process.stdout.write(text);
    return failed ? 1 : 0;
  },
};
