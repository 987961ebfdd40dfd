import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CellOutput } from '../../../lib/cell/index.js';
import { type CellOnPage, exportedNotebook } from '../../../lib/site/browser/editor/exported-notebook.js';
import type { Notebook } from '../../../lib/site/notebook.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { pythonWith } from '../../python.js';
import { code, notebook, prose, result } from '../sample.js';

const shown: readonly CellOutput[] = [
  { output_type: 'stream', name: 'stdout', text: 'said' },
  { output_type: 'display_data', data: { 'text/plain': 'seen' }, metadata: {} },
  { output_type: 'execute_result', execution_count: 9, data: { 'text/plain': '3' }, metadata: {} },
  { output_type: 'error', ename: 'Error', evalue: 'no', traceback: ['Error: no'] },
];

const published: Notebook = {
  ...notebook(
    prose('# Title'),
    code('1 + 1', result({ 'text/plain': '2' })),
    code('x', result({ 'text/plain': 'old' })),
    code('y', result({ 'text/plain': 'old' })),
  ),
  nbformat_minor: 4,
  metadata: { kernelspec: { name: 'microcanon', display_name: 'TypeScript' }, microcanon: { profile: 'quick' } },
};
const onPage: readonly CellOnPage[] = [
  { number: 2, code: '1 + 1', published: '1 + 1', outputs: undefined },
  { number: 3, code: 'x + 1', published: 'x', outputs: shown },
  { number: 4, code: 'y + 1', published: 'y', outputs: undefined },
];

test('an exported notebook has outputs of the page where its code ran, published ones where the code is the published one, else none', () => {
  const { nbformat, nbformat_minor, metadata, cells } = exportedNotebook(published, onPage);
  assert.deepEqual([nbformat, nbformat_minor], [4, 5]);
  assert.deepEqual(metadata, { kernelspec: published.metadata.kernelspec });
  assert.deepEqual(cells[1].outputs, published.cells[1].outputs);
  assert.equal(cells[2].source, 'x + 1');
  assert.deepEqual(
    cells[2].outputs?.map(({ output_type }) => output_type),
    ['stream', 'display_data', 'execute_result', 'error'],
  );
  assert.deepEqual([cells[3].outputs, cells[3].execution_count], [[], null]);
});

test('a notebook without ids of cells gets them, each once', () => {
  const without = { ...published, cells: published.cells.map(({ id: _, ...cell }) => cell) };
  const ids = exportedNotebook(without, onPage).cells.map(({ id }) => id);
  assert.equal(new Set(ids).size, 4);
  const twice = { ...published, cells: published.cells.map((cell) => ({ ...cell, id: 'same' })) };
  assert.equal(new Set(exportedNotebook(twice, onPage).cells.map(({ id }) => id)).size, 4);
});

test('Jupyter’s schema takes an exported notebook, whatever the opened one lacks', (t) => {
  const python = pythonWith(t, 'nbformat');
  if (python === undefined) return;
  const folder = temporaryFolder(t);
  const bare = {
    ...published,
    cells: [
      { cell_type: 'code', source: ['1'] },
      { cell_type: 'markdown', source: 'a', outputs: [] },
    ],
  };
  const exported = [exportedNotebook(published, onPage), exportedNotebook(bare as unknown as Notebook, [])];
  const files = exported.map((notebook, k) => {
    const file = join(folder, `${k}.ipynb`);
    writeFileSync(file, JSON.stringify(notebook));
    return file;
  });
  const script =
    'import sys, json, warnings, nbformat\nwarnings.simplefilter("error")\nfor f in sys.argv[1:]: nbformat.validate(json.load(open(f)), relax_add_props=False)';
  const { status, stderr } = spawnSync(python, ['-c', script, ...files], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
