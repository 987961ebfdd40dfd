import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { buildRecord } from '../../../lib/command/workbook/build-record.js';
import type { NotebookKernel } from '../../../lib/command/workbook/execution.js';
import { runFacts, runNotebooks, type WorkbookPlan } from '../../../lib/command/workbook/run-notebooks.js';
import { type KernelClient, startKernel } from '../../../lib/jupyter/index.js';
import { type Cell, textOf, writeNotebook } from '../../../lib/site/notebook.js';
import { writeSite } from '../../../lib/site/site.js';
import { code, notebook, prose } from '../../site/sample.js';
import { temporaryFolder } from '../temporary-folder.js';

let shared: KernelClient | undefined;
after(() => shared?.shutdown());

/** One kernel for all notebooks of the tests that do not ask where and how a notebook's own kernel starts. */
async function sharedKernel() {
  shared ??= await startKernel();
  return { ...shared, shutdown: async () => {} };
}

/** A folder of notebooks and a way to build it, by default in the project's own kernel, one for each notebook. */
function workshop(t: TestContext, notebooks: Record<string, Cell[]>, openKernel?: WorkbookPlan['openKernel']) {
  const folder = temporaryFolder(t);
  const plan = {
    notebooksFolder: join(folder, 'notebooks'),
    siteFolder: join(folder, 'site'),
    profile: 'quick' as const,
    workers: 3,
    record: buildRecord(join(folder, 'build.json'), 'quick', join(folder, 'usual.json')),
    openKernel,
  };
  mkdirSync(plan.notebooksFolder);
  t.mock.method(process.stderr, 'write', () => true);
  const write = (name: string, cells: Cell[]) =>
    writeNotebook(join(plan.notebooksFolder, `${name}.ipynb`), notebook(...cells));
  for (const [name, cells] of Object.entries(notebooks)) write(name, cells);
  const build = async (...names: string[]) => {
    const results = await runNotebooks({ ...plan, selected: names.map((name) => `${name}.ipynb`) });
    writeSite(plan.siteFolder, { notebooks: results, facts: runFacts({ ...plan, selected: [] }) });
    return new Map(results.map((result) => [result.name, result]));
  };
  return { build, write, plan, folder: plan.notebooksFolder, copies: join(plan.siteFolder, 'notebooks') };
}

function printed(cell: Cell): string {
  return (cell.outputs ?? [])
    .map((output) => (output.output_type === 'stream' ? textOf(output.text) : output.output_type))
    .join('')
    .trim();
}

test('notebooks run in the project’s own kernel, in their own folder, with the profile and the worker count', async (t) => {
  const { build, folder } = workshop(t, {
    '01-one': [
      prose('# One'),
      code('console.log(process.cwd(), process.env.MICROCANON_PROFILE, process.env.MICROCANON_WORKERS)'),
    ],
  });
  const results = await build('01-one');
  assert.equal(printed(results.get('01-one')!.notebook.cells[1]), `${folder} quick 3`);
});

test('a failure stops its own notebook only', async (t) => {
  const notebooks = {
    '02-two': [code('// first line\nthrow new RangeError("too long")'), code('console.log("not reached")')],
    '03-three': [code('const answer: number = 42; console.log(answer)')],
  };
  const { build } = workshop(t, notebooks, sharedKernel);
  const results = await build('02-two', '03-three');
  assert.deepEqual(results.get('02-two')!.run?.failure, {
    cell: 1,
    firstLine: '// first line',
    error: 'RangeError: too long',
  });
  assert.equal(printed(results.get('02-two')!.notebook.cells[1]), '');
  assert.equal(printed(results.get('03-three')!.notebook.cells[0]), '42');
});

test('an error of a promise that nobody awaits fails its notebook, also when it comes after the last cell', async (t) => {
  const { build } = workshop(t, {
    '01-now': [
      prose('# One'),
      code("async function check() { throw new Error('lost'); }\nvoid check();"),
      code('console.log(1)'),
    ],
    '02-late': [code("void setTimeout(() => void Promise.reject(new Error('late')), 300);")],
  });
  const results = await build('01-now', '02-late');
  const { notebook, run } = results.get('01-now')!;
  assert.deepEqual(run?.failure, {
    cell: 2,
    firstLine: "async function check() { throw new Error('lost'); }",
    error: 'uncaught Error: lost',
  });
  assert.match(printed(notebook.cells[1]), /^Uncaught: Error: lost/);
  assert.equal(printed(notebook.cells[2]), '1');
  assert.equal(results.get('02-late')!.run?.failure?.error, 'uncaught Error: late');
  assert.match(printed(results.get('02-late')!.notebook.cells[0]), /^Uncaught: Error: late/);
});

test('prose may change without executing: a page takes its outputs from the last build and its text as it stands', async (t) => {
  const { build, write } = workshop(
    t,
    { '01-one': [prose('old'), code('console.log(1)'), code('throw new Error("no")')] },
    sharedKernel,
  );
  const { date } = (await build('01-one')).get('01-one')!.run!;
  assert.match(date!, /^\d{4}-\d\d-\d\d$/);
  write('01-one', [
    prose('new'),
    prose('and more'),
    code('console.log(1)'),
    prose('between'),
    code('throw new Error("no")'),
  ]);
  for (let again = 0; again < 2; again++) {
    const { notebook: shown, run } = (await build()).get('01-one')!;
    assert.equal(textOf(shown.cells[0].source), 'new');
    assert.equal(printed(shown.cells[2]), '1');
    assert.equal(run?.failure?.cell, 5);
  }
});

test('notebooks that are not selected keep what an earlier build computed, until their code changes', async (t) => {
  const { build, write, copies } = workshop(
    t,
    { '01-one': [code('console.log(1)')], '02-two': [code('console.log(2)')] },
    sharedKernel,
  );
  assert.equal((await build('01-one')).get('02-two')!.run, undefined);
  const second = await build('02-two');
  assert.equal(printed(second.get('01-one')!.notebook.cells[0]), '1');
  assert.equal(second.get('01-one')!.run?.profile, 'quick');
  writeFileSync(join(copies, '02-two.ipynb'), '{"nbformat": 4, "ce');
  assert.equal((await build('01-one')).get('02-two')!.run, undefined, 'a damaged copy is as good as none');
  write('01-one', [code('console.log(11)')]);
  const third = await build('02-two');
  assert.equal(third.get('01-one')!.run, undefined);
  assert.equal(printed(third.get('01-one')!.notebook.cells[0]), '');
});

/** A kernel whose cells do nothing for some milliseconds; `store x` writes the result x, `load x` looks for it. */
function idleKernel(milliseconds: number, onCell: (source: string) => void = () => {}): NotebookKernel {
  const use = { sought: [] as string[], written: [] as string[] };
  return {
    uncaught: async () => [],
    reads: async () => [],
    storeUse: async () => use,
    async execute(source) {
      onCell(source);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const [verb, file] = source.split(' ');
      if (verb === 'store') use.written.push(file);
      if (verb === 'load') use.sought.push(file);
      return { status: 'ok', executionCount: 1, outputs: [] };
    },
  };
}

test('as many notebooks run at the same time as there are workers, which they share; the last has them all', async (t) => {
  const shares: number[] = [];
  let running = 0;
  let most = 0;
  const { plan } = workshop(t, { a: [code('1')], b: [code('2')], c: [code('3')] }, async ({ workers }) => {
    shares.push(workers!);
    most = Math.max(most, ++running);
    return { ...idleKernel(20), shutdown: async () => void running-- };
  });
  for (const name of ['a', 'b', 'c']) plan.record.keep(name, [name === 'a' ? 1 : 9], []);
  const ended: string[] = [];
  const selected = ['a.ipynb', 'b.ipynb', 'c.ipynb'];
  const results = await runNotebooks({ ...plan, workers: 2, selected }, ({ name }) => ended.push(name));
  assert.equal(most, 2);
  assert.deepEqual(shares.slice(0, 2), [1, 1]);
  assert.equal(ended.length, 3);
  assert.deepEqual(
    results.map(({ name }) => name),
    ['a', 'b', 'c'],
    'in reading order, whatever the order in which they ended',
  );
  shares.length = 0;
  await runNotebooks({ ...plan, workers: 4, selected: ['a.ipynb'] });
  assert.deepEqual(shares, [4]);
});

test('notebooks that no build has run keep the reading order; what they share is known to the next build', async (t) => {
  const begun: string[] = [];
  const cells = { a: [code('load x')], b: [code('store x')], c: [code('load x')], d: [code('load y')] };
  const { plan } = workshop(t, cells, async () => ({
    ...idleKernel(5, (source) => begun.push(source)),
    shutdown: async () => {},
  }));
  const selected = Object.keys(cells).map((name) => `${name}.ipynb`);
  await runNotebooks({ ...plan, selected });
  assert.deepEqual(begun, ['load x', 'store x', 'load x', 'load y']);
  const after = Object.keys(cells).map((name) => plan.record.of(name, 1)?.after);
  assert.deepEqual(after, [[], ['a'], ['b'], []], 'a looks for x before b has written it, c after');
});

test('a kernel that does not start fails its notebook at the first cell with code, and the others run', async (t) => {
  let opened = 0;
  const notebooks = { a: [prose('# A'), code('// first\n1')], b: [code('2')] };
  const { build } = workshop(t, notebooks, async () => {
    if (++opened === 1) throw new Error('no port is free');
    return { ...idleKernel(0), shutdown: async () => {} };
  });
  const results = await build('a', 'b');
  assert.deepEqual(results.get('a')!.run?.failure, { cell: 2, firstLine: '// first', error: 'Error: no port is free' });
  assert.equal(results.get('b')!.run?.failure, undefined);
});
