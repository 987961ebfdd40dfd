import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { plotlyType } from '../../lib/site/cell-output.js';
import { readExecutedCopy, writeExecutedCopy } from '../../lib/site/executed-copy.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { code, notebook, prose, result } from './sample.js';

/** The head of a PNG file of 200 × 100 pixels, and something behind. */
const png = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000c800000064', 'hex'),
  Buffer.alloc(3000, 'picture'),
]);
const figure = { data: [{ y: [1, 2] }], layout: { meta: { alt: 'A "line"' } } };
const picture = png.toString('base64');
const executed = notebook(
  prose('# Title'),
  code(
    'draw()',
    result({ [plotlyType]: figure, 'image/png': picture, 'text/plain': 'Figure' }),
    result({ 'image/png': picture, 'text/plain': 'no figure' }),
    result({ [plotlyType]: figure, 'text/html': '<p>as it is</p>', 'text/plain': 'Figure' }),
  ),
);

test('a copy shows a figure’s picture from the site, and is read with the picture again', (t) => {
  const site = temporaryFolder(t);
  for (const folder of ['notebooks', 'figures']) mkdirSync(join(site, folder));
  writeExecutedCopy({ site, name: '00-tour' }, executed, (bytes) => {
    writeFileSync(join(site, 'figures', 'abc0.png'), bytes);
    return 'figures/abc0.png';
  });
  const [drawn, picture] = JSON.parse(readFileSync(join(site, 'notebooks', '00-tour.ipynb'), 'utf8')).cells[1].outputs;
  assert.deepEqual(drawn.data, {
    [plotlyType]: figure,
    'text/plain': 'Figure',
    'text/html': '<img src="../figures/abc0.png" width="100" alt="A &quot;line&quot;">',
  });
  assert.deepEqual(picture, executed.cells[1].outputs![1]);
  const read = readExecutedCopy(site, '00-tour');
  assert.deepEqual(read, executed);
  const order = Object.keys((read.cells[1].outputs![0] as { data: object }).data);
  assert.deepEqual(order, [plotlyType, 'image/png', 'text/plain']);
});

test('a copy whose picture is gone is read as it is', (t) => {
  const site = temporaryFolder(t);
  mkdirSync(join(site, 'notebooks'));
  writeExecutedCopy({ site, name: '00-tour' }, executed, () => 'figures/abc1.png');
  const stored = JSON.parse(readFileSync(join(site, 'notebooks', '00-tour.ipynb'), 'utf8'));
  assert.deepEqual(readExecutedCopy(site, '00-tour'), stored);
  rmSync(join(site, 'notebooks', '00-tour.ipynb'));
  assert.throws(() => readExecutedCopy(site, '00-tour'), /readNotebook/);
});
