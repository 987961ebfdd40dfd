import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { copyNotebooks } from '../../lib/command/notebook-copies.js';
import { readNotebook, textOf, writeNotebook } from '../../lib/site/notebook.js';
import { code, notebook, result } from '../site/sample.js';
import { temporaryFolder } from './temporary-folder.js';

/** Notebooks in one folder, copies in another. */
function desk(t: TestContext) {
  const folder = temporaryFolder(t);
  const [from, to] = [join(folder, 'notebooks'), join(folder, 'notebooks', 'yours')];
  mkdirSync(from);
  const write = (place: string, name: string, source: string, ...outputs: Parameters<typeof code>[1][]) =>
    writeNotebook(join(place, name), notebook(code(source, ...outputs)));
  const read = (place: string, name: string) => readNotebook(join(place, name)).cells[0];
  return { from, to, write, read, copy: () => copyNotebooks(from, to) };
}

test('notebooks are copied once; outputs saved in a copy stay there, and the original stays as it was', (t) => {
  const { from, to, write, read, copy } = desk(t);
  write(from, 'a.ipynb', '1');
  assert.deepEqual(copy(), { copied: ['a.ipynb'], refreshed: [], kept: [] });
  write(to, 'a.ipynb', '1', result({ 'text/plain': '1' }));
  assert.deepEqual(copy(), { copied: [], refreshed: [], kept: [] });
  assert.equal(read(to, 'a.ipynb').outputs?.length, 1);
  assert.equal(read(from, 'a.ipynb').outputs?.length, 0);
});

test('a copy follows its notebook until the reader edits it, then it is never written again', (t) => {
  const { from, to, write, read, copy } = desk(t);
  write(from, 'a.ipynb', '1');
  write(from, 'b.ipynb', '1');
  copy();
  write(to, 'b.ipynb', 'mine');
  assert.deepEqual(copy(), { copied: [], refreshed: [], kept: [] });
  write(to, 'a.ipynb', '1', result({ 'text/plain': '1' }));
  for (const name of ['a.ipynb', 'b.ipynb']) write(from, name, '2');
  assert.deepEqual(copy(), { copied: [], refreshed: ['a.ipynb'], kept: ['b.ipynb'] });
  assert.deepEqual([textOf(read(to, 'a.ipynb').source), textOf(read(to, 'b.ipynb').source)], ['2', 'mine']);
});

test('without a record, or damaged, a copy that differs counts as edited', (t) => {
  const { from, to, write, copy } = desk(t);
  write(from, 'a.ipynb', '1');
  write(from, 'b.ipynb', '1');
  copy();
  writeFileSync(join(to, '.copied.json'), '{"a.ip');
  writeFileSync(join(to, 'b.ipynb'), '{"nbformat": 4');
  write(from, 'a.ipynb', '2');
  assert.deepEqual(copy(), { copied: [], refreshed: [], kept: ['a.ipynb', 'b.ipynb'] });
  assert.equal(readFileSync(join(to, 'b.ipynb'), 'utf8'), '{"nbformat": 4');
});
