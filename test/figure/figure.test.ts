import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { displaySymbol, vectorOf } from 'microcanon/array';
import { figure } from 'microcanon/figure';
import { root } from '../support.js';

const parts = {
  data: [
    { x: [0, 1, 2], y: vectorOf([3, 1, 1 / 3]), name: 'first curve' },
    { x: [0, 1, 2], y: [1, Number.NaN, 2], name: 'second curve' },
  ],
  layout: { xaxis: { title: { text: 'step' } }, yaxis: { title: { text: 'divergence (nats)' } } },
  caption: 'Two curves with Φ̄ < α; N = 2 paths; key 7; nats per path.',
};

test('a figure shows itself as Plotly JSON, a PNG and its caption', async () => {
  const bundle = await figure(parts)[displaySymbol]();
  assert.deepEqual(Object.keys(bundle), ['application/vnd.plotly.v1+json', 'image/png', 'text/plain']);
  assert.equal(bundle['text/plain'], parts.caption);
  const json = bundle['application/vnd.plotly.v1+json'] as { data: unknown[]; layout: object; config: object };
  assert.equal(json.data.length, 2);
  assert.deepEqual(Object.keys(json), ['data', 'layout', 'config']);
});

test('the PNG has the size of the layout times the scale', async () => {
  const shown = figure(parts);
  const { width, height } = shown.layout as { width: number; height: number };
  for (const scale of [1, 2]) {
    const png = Buffer.from(await shown.toPng(scale));
    assert.equal(png.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
    assert.equal(png.readUInt32BE(16), width * scale);
    assert.equal(png.readUInt32BE(20), height * scale);
  }
});

test('the SVG holds every trace, the axis titles and the caption', async () => {
  const svg = await figure(parts).toSvg();
  assert.equal(svg.match(/class="trace scatter/g)?.length, 2);
  for (const text of ['first curve', 'second curve', 'step', 'divergence (nats)', 'Φ̄ &#60; α']) {
    assert.ok(svg.includes(text), `${text} is missing`);
  }
});

test('JSON is plain: it survives a round trip, typed arrays are arrays and non-finite numbers gaps', () => {
  const json = figure(parts).toJson();
  assert.deepEqual(JSON.parse(JSON.stringify(json)), json);
  const [first, second] = json.data as { y: unknown }[];
  assert.deepEqual(first.y, [3, 1, 0.3333333]);
  assert.deepEqual(second.y, [1, null, 2]);
});

test('a figure is immutable and independent of what it was made from', () => {
  const y = [1, 2, 3];
  const made = figure({ data: [{ x: [0, 1, 2], y }], caption: 'A line; 1 path; key 0; no unit.' });
  y[0] = 99;
  assert.deepEqual(made.data[0].y, [1, 2, 3]);
  assert.throws(() => (made.data[0].y as number[]).push(4), TypeError);
  assert.throws(() => Object.assign(made, { caption: '' }), TypeError);
  assert.throws(() => Object.assign(made.layout, { width: 1 }), TypeError);
});

test('a long caption makes the figure taller and leaves the axes their size', () => {
  const short = figure(parts).layout as { height: number; margin: { t: number; b: number } };
  const long = figure({ ...parts, caption: parts.caption.repeat(9) }).layout as typeof short;
  assert.ok(long.height > short.height);
  assert.equal(long.height - long.margin.b, short.height - short.margin.b);
});

test('the caption travels as layout.meta.caption for pages that typeset it themselves', () => {
  const { meta, annotations } = figure(parts).layout as { meta: { caption: string }; annotations: { name: string }[] };
  assert.equal(meta.caption, parts.caption);
  assert.deepEqual(
    annotations.map(({ name }) => name),
    ['caption'],
  );
});

test('bad parts are one clear error', () => {
  assert.throws(() => figure({ data: [], caption: 'x' }), {
    name: 'TypeError',
    message: 'figure: data expects an array of at least one trace, got none; add { x, y }',
  });
  assert.throws(
    () => figure({ data: parts.data, caption: ' ' }),
    /^TypeError: figure: caption expects a sentence .*, got none; say what is seen$/,
  );
});

test('importing the figures loads neither Plotly nor jsdom nor an image library', () => {
  const script = `require('microcanon/figure');
    console.log(Object.keys(require.cache).filter((file) => /plotly|jsdom|resvg|danfo|dejavu/.test(file)).length)`;
  assert.equal(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }).trim(), '0');
});
