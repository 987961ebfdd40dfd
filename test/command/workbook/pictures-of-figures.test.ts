import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol } from '../../../lib/array/index.js';
import { figurePainter } from '../../../lib/command/workbook/pictures-of-figures.js';
import { figure } from '../../../lib/figure/index.js';
import { withSettings } from '../../../lib/host/index.js';
import { code, notebook, result } from '../../site/sample.js';

const wave = figure({ data: [{ x: [0, 1, 2], y: [1, 4, 2] }], caption: 'Three points, key 1.' });
const bundle = async () => JSON.parse(JSON.stringify(await wave[displaySymbol]()));

test('a figure that was shown without its picture gets the same one, in the same place', async () => {
  const bare = await withSettings({ pictures: false }, bundle);
  assert.deepEqual(Object.keys(bare), ['application/vnd.plotly.v1+json', 'text/plain']);
  const foreign = { 'application/vnd.plotly.v1+json': { data: [], layout: {} }, 'text/plain': 'of another library' };
  const shown = notebook(code('1'), code('wave', result({ ...bare }), result({ ...foreign })));
  const painter = figurePainter();
  assert.equal(await painter.paint(shown), undefined);
  painter.close();
  const [first, second] = shown.cells[1].outputs!.map((output) => 'data' in output && output.data);
  assert.equal(JSON.stringify(first), JSON.stringify(await bundle()));
  assert.deepEqual(second, foreign);
});

test('a figure that cannot be drawn fails its cell by name', async () => {
  const broken = { 'application/vnd.plotly.v1+json': { layout: { meta: { captionHeight: 20 } } } };
  const painter = figurePainter();
  const failure = await painter.paint(notebook(code('// drawn\nwave', result(broken))));
  painter.close();
  assert.deepEqual([failure?.cell, failure?.firstLine], [1, '// drawn']);
  assert.match(failure!.error, /Error/);
});
