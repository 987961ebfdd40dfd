import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourOnDark, figureOnPage } from '../../lib/site/browser/figure-colours.js';

const light = { dark: false, ink: '#111', faint: '#666', rule: '#ddd', paper: '#fff', font: 'sans-serif' };
const dark = { ...light, dark: true };

function channels(colour: string): number[] {
  return colour.match(/[\d.]+/g)!.map(Number);
}

test('on a dark page black becomes light, white becomes dark, and opacity stays', () => {
  assert.ok(
    channels(colourOnDark('#1a1a1a'))
      .slice(0, 3)
      .every((channel) => channel > 200),
  );
  assert.ok(
    channels(colourOnDark('white'))
      .slice(0, 3)
      .every((channel) => channel < 40),
  );
  assert.equal(channels(colourOnDark('rgba(0,114,178,0.25)'))[3], 0.25);
});

test('on a dark page a deep blue becomes lighter and stays blue; a bright colour stays as it is', () => {
  const [red, green, blue] = channels(colourOnDark('#003366'));
  assert.ok(blue > 0x66 && blue > green && green > red);
  assert.deepEqual(channels(colourOnDark('#ffcc66')), [255, 204, 102, 1]);
});

test('what is no colour stays as it is', () => {
  for (const text of ['dash', 'x unified', 'transparent', '#12345', 'rgb(a,b,c)', ''])
    assert.equal(colourOnDark(text), text);
});

test('a figure is recoloured without touching numbers, names or the original', () => {
  const figure = {
    data: [{ y: [1, 2], name: 'black', line: { color: 'black' } }],
    layout: { annotations: [{ text: 'black' }] },
  };
  const { data, layout } = figureOnPage(figure, dark, 800);
  const [{ y, name, line }] = data as typeof figure.data;
  assert.deepEqual(y, [1, 2]);
  assert.equal(name, 'black');
  assert.equal(layout.annotations?.[0].text, 'black');
  assert.notEqual(line.color, 'black');
  assert.equal(figure.data[0].line.color, 'black');
  assert.deepEqual(figureOnPage(figure, light, 800).data[0], figure.data[0]);
});

test('a figure takes the width that the page has, and less height on a phone unless it has several panels', () => {
  const figure = { data: [], layout: { width: 720, height: 430 } };
  assert.equal(figureOnPage(figure, light, 800).layout.width, undefined);
  assert.equal(figureOnPage(figure, light, 800).layout.height, 430);
  assert.ok(figureOnPage(figure, light, 360).layout.height! < 430);
  const [left, right] = [[0, 0.45] as const, [0.55, 1] as const];
  const panels = { data: [], layout: { height: 430, xaxis: { domain: left }, xaxis2: { domain: right } } };
  assert.equal(figureOnPage(panels, light, 360).layout.height, 430);
});

test('on a phone the title of a horizontal axis breaks to the width of its panel, and the figure grows for it', () => {
  const title = 'daily log return (standard deviations)';
  const layout = {
    height: 430,
    margin: { l: 50, r: 10, b: 50 },
    xaxis: { domain: [0, 0.45] as const, title: { text: title } },
    xaxis2: { domain: [0.55, 1] },
  };
  const narrow = figureOnPage({ data: [], layout }, light, 360).layout;
  const { text } = narrow.xaxis!.title as { text: string };
  const lines = text.split('<br>');
  assert.equal(lines.join(' '), title);
  assert.ok(lines.length >= 2 && lines.every((line) => line.length <= 24), lines.join(' | '));
  const height = narrow.height!;
  assert.ok(height > 430);
  assert.ok(Math.abs(height - 430 - (narrow.margin!.b! - 50)) < 1e-9);
  assert.deepEqual(figureOnPage({ data: [], layout }, light, 900).layout.xaxis?.title, { text: title });
});
