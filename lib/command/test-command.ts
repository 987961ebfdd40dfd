import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { libraryFolder } from '../host/node/library-folder.js';
import { UsageError } from '../site/command-error.js';
import type { Command } from './command.js';
import { gathered, type TestGroup, testFiles } from './test-files.js';

const folder = join(libraryFolder(), 'dist', 'test');

/** Events of Node's test runner, with the fields that this file reads. */
interface TestEvent {
  readonly type: string;
  readonly data?: {
    readonly [field: string]: unknown;
    readonly nesting?: number;
    readonly file?: string;
    readonly details?: { readonly duration_ms?: number };
    readonly message?: string;
    readonly todo?: unknown;
  };
}

const counted = ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo', 'duration_ms'];

/** How many files the summary names by the time that their tests took, those of the longest times. */
const namedFiles = 8;

/** Lines on the files whose tests took longest; none after a run of few files. */
function* longest(seconds: ReadonlyMap<string, number>): Generator<string> {
  if (seconds.size <= namedFiles) return;
  const sorted = [...seconds].sort(([, a], [, b]) => b - a).slice(0, namedFiles);
  for (const [file, time] of sorted) yield `${time.toFixed(1)} s in ${relative(folder, file)}`;
}

/** Runs groups of scripts one after the other, and gives the events of one run: one numbering, one plan, one summary. */
async function* eventsOf(groups: readonly TestGroup[], onFailure: () => void): AsyncGenerator<TestEvent> {
  const totals = new Map<string, number>(counted.map((name) => [name, 0]));
  const seconds = new Map<string, number>();
  let topLevel = 0;
  for (const { scripts, isConcurrent } of groups) {
    if (scripts.length === 0) continue;
    // One more than cores, because kernels that start and browsers leave a core idle again and again.
    const concurrency = isConcurrent ? availableParallelism() + 1 : 1;
    for await (const { type, data } of run({ files: [...scripts], concurrency }) as AsyncIterable<TestEvent>) {
      if (type === 'test:fail' && data?.todo === undefined) onFailure();
      const outermost = data?.nesting === 0;
      const [, name, value] =
        (outermost && type === 'test:diagnostic' && /^(\w+) ([\d.]+)$/.exec(data?.message ?? '')) || [];
      const total = name === undefined ? undefined : totals.get(name);
      if (total !== undefined) totals.set(name, total + Number(value));
      else if (outermost && (type === 'test:pass' || type === 'test:fail')) {
        const { file = '', details } = data;
        seconds.set(file, (seconds.get(file) ?? 0) + (details?.duration_ms ?? 0) / 1000);
        yield { type, data: { ...data, testNumber: ++topLevel } };
      } else if (type !== 'test:summary' && !(outermost && type === 'test:plan')) yield { type, data };
    }
  }
  yield { type: 'test:plan', data: { nesting: 0, count: topLevel } };
  for (const message of longest(seconds)) yield { type: 'test:diagnostic', data: { nesting: 0, message } };
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
    const files = testFiles(folder, operands);
    if (files.length === 0)
      throw new UsageError(
        `test: expects a part of a test file's path, got ${operands.join(' ') || 'no tests at all'}; see test/**/*.test.ts`,
      );
    let failed = false;
    const { groups, remove } = gathered(folder, files);
    const events = Readable.from(eventsOf(groups, () => (failed = true)));
    // A terminal gets the reporter for people; other outputs get TAP, whose last lines (# tests, # pass, # fail) programs read.
    const report = process.stdout.isTTY
      ? events.compose(new spec())
      : events.compose((source: AsyncIterable<unknown>) => tap(source as Parameters<typeof tap>[0]));
    try {
      for await (const text of report) process.stdout.write(text);
    } finally {
      remove();
    }
    return failed ? 1 : 0;
  },
};
