import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { type Pixels, paletteImage } from '../../lib/figure/palette-image.js';

/** The colours of a PNG file of a palette, three bytes a pixel, read by the format's definition. */
function decoded(file: Uint8Array): { width: number; height: number; colours: Uint8Array } {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const view = Buffer.from(file.buffer, file.byteOffset + at);
    const length = view.readUInt32BE(0);
    const body = view.subarray(4, 8 + length);
    if (typeof crc32 === 'function') assert.equal(crc32(body), view.readUInt32BE(8 + length));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += length + 12;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const head = chunks.get('IHDR')!;
  assert.deepEqual([...head.subarray(8)], [8, 3, 0, 0, 0]);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const [rows, palette] = [inflateSync(chunks.get('IDAT')!), chunks.get('PLTE')!];
  const colours = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    return palette[3 * rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] + channel];
  });
  return { width, height, colours };
}

function pixelsOf(width: number, height: number, colour: (x: number, y: number) => readonly number[]): Pixels {
  const bytes = Uint8Array.from({ length: 4 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 4);
    return [...colour(pixel % width, Math.floor(pixel / width)), 255][i % 4];
  });
  return { width, height, bytes };
}

const largestMiss = (pixels: Pixels, colours: Uint8Array): number => {
  let largest = 0;
  colours.forEach((value, i) => {
    largest = Math.max(largest, Math.abs(value - pixels.bytes[4 * Math.floor(i / 3) + (i % 3)]));
  });
  return largest;
};

test('a picture of few colours keeps each of them', () => {
  const flag = pixelsOf(7, 5, (x, y) => [(x * 40) % 256, y * 60, x === y ? 255 : 0]);
  const { width, height, colours } = decoded(paletteImage(flag)!);
  assert.deepEqual([width, height], [7, 5]);
  assert.equal(largestMiss(flag, colours), 0);
});

test('a picture of many colours keeps them to a few parts in 255, and a white ground stays white', () => {
  const wheel = pixelsOf(128, 128, (x, y) => (y < 64 ? [255, 255, 255] : [2 * x, 2 * (y - 64), 255 - x - y / 2]));
  const { colours } = decoded(paletteImage(wheel)!);
  assert.deepEqual(
    [...colours.subarray(0, 3 * 128 * 64)].filter((value) => value !== 255),
    [],
  );
  assert.ok(largestMiss(wheel, colours) <= 24, `${largestMiss(wheel, colours)}`);
});

test('a transparent picture is left alone; another program reads what is written', () => {
  const clear = pixelsOf(2, 2, () => [1, 2, 3]);
  assert.equal(paletteImage({ ...clear, bytes: clear.bytes.map((byte, i) => (i === 7 ? 9 : byte)) }), undefined);
  const red = Buffer.from(paletteImage(pixelsOf(3, 3, () => [200, 16, 32]))!).toString('base64');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"><image width="3" height="3" href="data:image/png;base64,${red}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  assert.deepEqual([...pixels.subarray(0, 4)], [200, 16, 32, 255]);
});
