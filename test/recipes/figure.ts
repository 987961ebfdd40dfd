import assert from 'node:assert/strict';
import { dots, line, plot, rule } from 'microcanon/figure';
import { ar } from 'microcanon/model';
import { key } from 'microcanon/random';

// Mean energy of samples of growing size, beside what it converges to.
const model = ar([0.4], { signalLength: 128 });
const sizes = [4, 16, 64, 256];
const rows = sizes.map((size) => {
  const paths = model.sample(key(3), size);
  const powers = Array.from({ length: size }, (_, n) => paths.path(n).reduce((sum, x) => sum + x * x, 0) / 128);
  const power = powers.reduce((sum, value) => sum + value, 0) / size;
  const variance = powers.reduce((sum, value) => sum + (value - power) ** 2, 0) / (size - 1);
  return { size, power, standardError: Math.sqrt(variance / size) };
});

const figure = plot({
  marks: [
    line(rows, { x: 'size', y: 'power', name: 'mean' }),
    dots(rows, { x: 'size', y: 'power', error: 'standardError', name: 'mean' }),
    rule({ y: 1 }, { name: 'expected' }),
  ],
  x: { label: 'paths', type: 'log' },
  y: 'mean power',
  caption: 'Mean power of AR(0.4) paths against their number, with two standard errors.',
  source: { pathCount: sizes, signalLength: 128, key: 3 },
});

// A figure of the workbook is also kept as a small picture, which a test compares.
const { caption } = figure.layout.meta as { caption: string };
assert.match(caption, /two standard errors\. .*d = 128; key 3/);
assert.ok(figure.data.length >= 3);
