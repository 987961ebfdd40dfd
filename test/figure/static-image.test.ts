import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure } from 'microcanon/figure';
import { textWidth, wrapText } from '../../lib/figure/font.js';
import { pngImage } from '../../lib/figure/static-image.js';

const drawing = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><rect width="300" height="40" fill="#fff"/>` +
  `<text x="5" y="25" font-family="No Such Font, sans-serif" font-size="20">${text}</text></svg>`;

test('text is drawn by the font of the package, with no font of the machine', () => {
  const blank = pngImage(drawing(''), 1).length;
  for (const text of ['step', 'Φ ‖x‖²', 'α₁ q₀ γ', '−1 ± 2σ · ∇']) {
    assert.ok(pngImage(drawing(text), 1).length > blank + 300, `${text} left the image blank`);
  }
});

test('text widths are those of the drawn text', () => {
  const { Resvg } = require('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const files = [require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')];
  for (const text of ['mmmmmmmm', 'illillil', 'reverse KL (nats)', 'ΦΦΦ‖²₁']) {
    const options = { font: { loadSystemFonts: false, fontFiles: files, sansSerifFamily: 'DejaVu Sans Condensed' } };
    const drawn = new Resvg(drawing(text).replace(/<rect.*?\/>/, ''), options).getBBox()!.width;
    // Ink stops short of the advance width by side bearings and kerning, at most a quarter em in all.
    assert.ok(Math.abs(textWidth(text, 20) - drawn) < 5, `${text}: ${textWidth(text, 20)} against ${drawn}`);
  }
});

test('wrapped lines hold every word in order and fit the width', () => {
  const text = 'Reverse KL divergence through the descent, with bands of two standard errors; N = 128 paths';
  const lines = wrapText(text, 12, 150);
  assert.equal(lines.join(' '), text);
  assert.ok(lines.length > 2);
  for (const line of lines) assert.ok(textWidth(line, 12) <= 150, line);
});

test('a heat map is drawn: each cell in its colour, with sharp edges', async () => {
  const heat = figure({
    data: [
      {
        type: 'heatmap',
        z: [
          [0, 1],
          [1, 0],
        ],
        colorscale: [
          [0, '#ff0000'],
          [1, '#0000ff'],
        ],
        showscale: false,
      },
    ],
    layout: { width: 300, height: 300 },
    caption: 'Two by two.',
  });
  const encoded = /data:image\/png;base64,([^"]+)/.exec(await heat.toSvg())![1];
  const { Resvg } = require('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><image width="800" height="800" href="data:image/png;base64,${encoded}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  const colour = (x: number, y: number) => Array.from(pixels.subarray(4 * (800 * y + x), 4 * (800 * y + x) + 3));
  // The first row of z is the lowest of the picture.
  assert.deepEqual(
    [colour(10, 790), colour(390, 410), colour(410, 410), colour(10, 10)],
    [
      [255, 0, 0],
      [255, 0, 0],
      [0, 0, 255],
      [0, 0, 255],
    ],
  );
});
