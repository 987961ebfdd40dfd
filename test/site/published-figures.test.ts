import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bibliography } from '../../lib/site/bibliography.js';
import { withPictures } from '../../lib/site/browser/editor/figure-pictures.js';
import { plotlyType } from '../../lib/site/cell-output.js';
import { notebookPage } from '../../lib/site/notebook-page.js';
import { notebookScript } from '../../lib/site/notebook-script.js';
import { packedText, unpackedBesides, unpackedText } from '../../lib/site/packed-text.js';
import { withFigures, withoutFigures } from '../../lib/site/published-figures.js';
import { code, notebook, prose, result } from './sample.js';

const traces = (seed: number) => [{ type: 'scatter', y: Array.from({ length: 2000 }, (_, k) => Math.sin(seed * k)) }];
const figure = (seed: number) => ({ data: traces(seed), layout: { height: 300 }, config: {} });
const bar = (value: number) => `<progress max="1" value="${value}"></progress> work`;
const shown = notebook(
  prose('# Figures'),
  code(
    'three',
    result({ [plotlyType]: figure(1), 'image/png': 'cGljdHVyZQ==', 'text/plain': 'One' }),
    result({ 'text/html': bar(1) }),
    result({ 'text/plain': '3' }),
  ),
  code('one', result({ [plotlyType]: figure(2), 'text/plain': 'Two' })),
);

test('packed text is the text again, in Node and by a browser’s own means, whatever its letters', async () => {
  for (const text of ['', 'a', 'γ ≤ 𝛾\n'.repeat(1000)]) {
    assert.equal(unpackedText(packedText(text)), text);
    assert.equal(await unpackedBesides(packedText(text)), text);
  }
});

test('a page has the traces of each figure once, packed, and the notebook of its script gets them back from there', () => {
  const { document } = notebookPage({
    name: '00-figures',
    notebook: notebook(...shown.cells.map((cell) => structuredClone(cell))),
    pages: new Set(),
    bibliography: bibliography([]),
    keepImage: () => 'figures/x.png',
  });
  const found = new Map(
    [...document.matchAll(/id="(figure-\d)"[^]*?<script type="application\/x-packed-json">([^<]*)</g)].map(
      ([, id, packed]) => [id, JSON.parse(unpackedText(packed)).data],
    ),
  );
  assert.deepEqual([...found.keys()], ['figure-1', 'figure-2']);
  assert.ok(document.length < JSON.stringify(shown).length);
  const packed = /'(.*)'/.exec(notebookScript(shown))![1];
  assert.ok(packed.length < 1000, `${packed.length} characters`);
  const [, first, second] = withFigures(JSON.parse(unpackedText(packed)), (id) => found.get(id)).cells;
  assert.deepEqual(first.outputs, [
    result({ [plotlyType]: figure(1), 'text/plain': 'One' }),
    ...shown.cells[1].outputs!.slice(1),
  ]);
  assert.deepEqual(second.outputs, shown.cells[2].outputs);
});

test('figures of a downloaded notebook have pictures; those that are there stay', async () => {
  const drawn: unknown[] = [];
  const pictured = await withPictures(shown, async (one) => {
    drawn.push(one.data);
    return 'ZHJhd24=';
  });
  const pictures = pictured.cells.flatMap(({ outputs = [] }) =>
    outputs.map((output) => ('data' in output ? output.data['image/png'] : undefined)),
  );
  assert.deepEqual(pictures, ['cGljdHVyZQ==', undefined, undefined, 'ZHJhd24=']);
  assert.deepEqual(drawn, [traces(2)]);
  assert.equal(
    Object.hasOwn((withoutFigures(shown).cells[1].outputs![0] as { data: object }).data, 'image/png'),
    false,
  );
});
