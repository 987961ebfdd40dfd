import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildRecord } from '../../../lib/command/workbook/build-record.js';
import { executeNotebook, type NotebookKernel } from '../../../lib/command/workbook/execution.js';
import { readNotebook } from '../../../lib/site/notebook.js';
import { code, notebook, prose } from '../../site/sample.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Answers each cell with its own text; `fail` fails and `die` ends the kernel after a word. */
function echo(): NotebookKernel & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    uncaught: async () => [],
    reads: async () => ['microcanon/data/results/one.json'],
    storeUse: async () => ({ sought: [], written: [] }),
    async execute(source, options) {
      asked.push(source);
      const executionCount = asked.length;
      const said = { output_type: 'stream', name: 'stdout', text: source } as const;
      options?.onOutput?.(said);
      if (source === 'die') throw new Error('kernel: process ended with SIGKILL');
      if (source !== 'fail') return { status: 'ok', executionCount, outputs: [said] };
      const error = { ename: 'RangeError', evalue: 'too long', traceback: ['RangeError: too long'] };
      return { status: 'error', executionCount, outputs: [said, { output_type: 'error', ...error }], error };
    },
  };
}

test('code cells run in order and keep their outputs; prose and empty cells are passed over; the source stays clean', async () => {
  const source = notebook(prose('# Title'), code('one'), code('  '), code('two'));
  const session = echo();
  const { notebook: executed, failure, cellSeconds } = await executeNotebook(source, session);
  assert.deepEqual(session.asked, ['one', 'two']);
  assert.deepEqual(executed.cells[3].outputs, [{ output_type: 'stream', name: 'stdout', text: 'two' }]);
  assert.equal(executed.cells[3].execution_count, 2);
  assert.equal(failure, undefined);
  assert.equal(cellSeconds.length, 4);
  assert.deepEqual(source.cells[3].outputs, []);
});

test('a failing cell ends its notebook and is named by number, first line and error', async () => {
  const session = echo();
  const source = notebook(prose('# Title'), code('one'), { ...code('fail') }, code('two'));
  const { notebook: executed, failure } = await executeNotebook(source, session);
  assert.deepEqual(failure, { cell: 3, firstLine: 'fail', error: 'RangeError: too long' });
  assert.deepEqual(session.asked, ['one', 'fail']);
  assert.equal(executed.cells[2].outputs?.at(-1)?.output_type, 'error');
  assert.deepEqual(executed.cells[3].outputs, []);
});

test('a cell with the tag raises-exception may fail', async () => {
  const session = echo();
  const { failure } = await executeNotebook(
    notebook({ ...code('fail'), metadata: { tags: ['raises-exception'] } }, code('two')),
    session,
  );
  assert.equal(failure, undefined);
  assert.deepEqual(session.asked, ['fail', 'two']);
});

test('a kernel that dies fails its cell and leaves what it had said', async () => {
  const { notebook: executed, failure } = await executeNotebook(notebook(code('die'), code('two')), echo());
  assert.equal(failure?.error, 'Error: kernel: process ended with SIGKILL');
  assert.deepEqual(
    executed.cells[0].outputs?.map(({ output_type }) => output_type),
    ['stream', 'error'],
  );
});

const uncaught = (cell: number, isShown: boolean) => ({
  ename: 'Error',
  evalue: 'lost',
  traceback: ['Error: lost'],
  cell,
  isShown,
});

test('an error that no cell caught fails its cell, after the others have run; a late one is added to its outputs', async () => {
  const session = { ...echo(), uncaught: async () => [uncaught(2, false), uncaught(1, true)] };
  const { notebook: executed, failure } = await executeNotebook(
    notebook(prose('# Title'), code('one'), code('two')),
    session,
  );
  assert.deepEqual(session.asked, ['one', 'two']);
  assert.deepEqual(failure, { cell: 2, firstLine: 'one', error: 'uncaught Error: lost' });
  assert.deepEqual(
    executed.cells.slice(1).map(({ outputs }) => outputs?.length),
    [1, 2],
  );
  assert.deepEqual(executed.cells[2].outputs?.at(-1), {
    output_type: 'stream',
    name: 'stderr',
    text: 'Uncaught: Error: lost\n',
  });
});

test('an uncaught error of a cell that may fail does not fail the notebook; one of no cell is the last cell’s', async () => {
  const tagged = { ...code('one'), metadata: { tags: ['raises-exception'] } };
  const session = { ...echo(), uncaught: async () => [uncaught(1, true)] };
  assert.equal((await executeNotebook(notebook(tagged, code('two')), session)).failure, undefined);
  const elsewhere = { ...echo(), uncaught: async () => [uncaught(99, true)] };
  assert.equal((await executeNotebook(notebook(code('one'), code('two')), elsewhere)).failure?.cell, 2);
});

test('a file that is no notebook is refused by name', (t) => {
  const file = join(temporaryFolder(t), 'broken.ipynb');
  for (const [content, message] of [
    ['{', /broken\.ipynb is no JSON/],
    ['{"nbformat": 3}', /broken\.ipynb is no notebook of format 4/],
  ] as const) {
    writeFileSync(file, content);
    assert.throws(() => readNotebook(file), message);
  }
});

test('what a build tells is kept per profile and notebook; times of cells are forgotten when their number changed, all when the file is damaged', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'cache', 'build.json');
  const record = (profile: string) => buildRecord(file, profile, join(folder, 'absent.json'));
  record('quick').keep('02-two', [0, 1.2345], ['01-one']);
  record('paper').keep('02-two', [0, 99], []);
  assert.deepEqual(record('quick').of('02-two', 2), { cellSeconds: [0, 1.23], seconds: 1.23, after: ['01-one'] });
  assert.deepEqual(record('paper').of('02-two', 2)?.cellSeconds, [0, 99]);
  assert.deepEqual(record('quick').of('02-two', 3), { cellSeconds: undefined, seconds: 1.23, after: ['01-one'] });
  assert.equal(record('quick').of('01-one', 3), undefined);
  assert.doesNotThrow(
    () => buildRecord(join(file, 'in', 'a', 'file.json'), 'quick').keep('02-two', [1], []),
    'losing it costs only the estimate and the order',
  );
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -3));
  assert.equal(record('quick').of('02-two', 2), undefined);
});

test('a notebook that no build here has run is known from the record that is kept with the sources', (t) => {
  const folder = temporaryFolder(t);
  const usual = join(folder, 'usual.json');
  writeFileSync(usual, JSON.stringify({ '02-two': { seconds: 7, after: ['01-one'] } }));
  const record = buildRecord(join(folder, 'build.json'), 'paper', usual);
  assert.deepEqual(record.of('02-two', 2), { cellSeconds: undefined, seconds: 7, after: ['01-one'] });
  record.keep('02-two', [3, 4], []);
  assert.deepEqual(record.of('02-two', 2), { cellSeconds: [3, 4], seconds: 7, after: [] });
});
