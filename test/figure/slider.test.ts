import assert from 'node:assert/strict';
import { test } from 'node:test';
import { line, plot, slider } from '../../lib/figure/index.js';

const places = [1, 2, 3].map((height) =>
  plot({
    marks: [line([0, height], { name: 'rise' }), line([height, height], { name: 'level' })],
    caption: 'Lines of a height.',
  }),
);

test('a slider shows the marks of one figure at a time, first those of the place asked for', () => {
  const { data, layout, caption } = slider(places, { name: 'height', labels: ['1', '2', '3'], shown: 1 });
  assert.equal(caption, 'Lines of a height.');
  assert.deepEqual(
    data.map(({ visible }) => visible),
    [false, false, true, true, false, false],
  );
  const [{ active, steps }] = layout.sliders as { active: number; steps: { label: string; args: unknown[] }[] }[];
  assert.equal(active, 1);
  assert.deepEqual(steps[2], {
    label: '3',
    method: 'restyle',
    args: ['visible', [false, false, false, false, true, true]],
  });
});

test('the whole has one caption, below the slider, and room for both', () => {
  const whole = slider(places, { name: 'height', labels: ['1', '2', '3'], shown: 0 });
  const captions = (layout: typeof whole.layout) =>
    (layout.annotations as { name?: string }[]).filter(({ name }) => name === 'caption');
  assert.equal(captions(whole.layout).length, 1);
  const [height, alone] = [whole, places[0]].map(({ layout }) => layout.height as number);
  const [below, belowAlone] = [whole, places[0]].map(({ layout }) => (layout.margin as { b: number }).b);
  assert.ok(height - alone > 50 && height - alone === below - belowAlone);
});

test('labels that do not fit the figures, and a place that is none, are refused by name', () => {
  assert.throws(
    () => slider(places, { name: 'height', labels: ['1'], shown: 0 }),
    /slider: labels expects one for each/,
  );
  assert.throws(
    () => slider(places, { name: 'height', labels: ['1', '2', '3'], shown: 3 }),
    /slider: shown expects a place from 0 to 2, got 3/,
  );
});
