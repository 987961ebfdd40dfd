import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputDifference } from '../../../lib/command/pages/output-difference.js';
import type { StoredOutput } from '../../../lib/site/notebook.js';
import { result } from '../../site/sample.js';

const printed = (text: string, name: 'stdout' | 'stderr' = 'stdout'): StoredOutput => ({
  output_type: 'stream',
  name,
  text,
});
const bar = (share: number): StoredOutput => ({
  output_type: 'display_data',
  data: { 'text/html': `<progress max="1" value="${share.toFixed(4)}"></progress> x: done in 3.0 s` },
  metadata: {},
});

test('outputs are the same whether results were computed or loaded, with progress bars or without', () => {
  const computed = [
    bar(1),
    printed('x: computed in 3.0 s\n'),
    bar(1),
    printed('y: computed in 17 s\n'),
    result({ 'text/plain': '1' }),
  ];
  const lines = ['x', 'y'].map(
    (id) => `${id}: loaded, computed 2026-01-02T03:04:05.678Z in 9.1 s by revision 0123abcd\n`,
  );
  const loaded = [printed(lines.join('')), result({ 'text/plain': ['1'] })];
  assert.equal(outputDifference(loaded, computed), undefined);
  assert.equal(outputDifference(computed, loaded), undefined);
});

test('another number, word, stream or count of outputs is a difference, shown with what stands around it', () => {
  const published = [printed('a 1.25\n'), result({ 'text/plain': 'b' })];
  assert.match(outputDifference([printed('a 1.26\n'), published[1]], published)!, /a 1\.26.* \| .*a 1\.25/);
  assert.match(outputDifference([printed('a 1.25\n', 'stderr'), published[1]], published)!, /stderr.* \| .*stdout/);
  assert.match(outputDifference(published.slice(0, 1), published)!, /^ \| .*b/);
  assert.match(outputDifference([...published, printed('c')], published)!, /c.* \| $/);
  assert.equal(outputDifference(published, published), undefined);
});
