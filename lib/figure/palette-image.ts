import { zlibSync } from 'fflate';
import { squared } from '../special/index.js';

/** Pixels of a picture, four bytes each: red, green, blue, opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** A colour that pixels share, up to the last three bits of each channel, and how many they are. */
interface Shade {
  readonly key: number;
  readonly count: number;
  /** Mean red, green and blue. */
  readonly mean: readonly number[];
}

const paletteSize = 256;
const keyOf = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] >> 3) << 10) | ((bytes[at + 1] >> 3) << 5) | (bytes[at + 2] >> 3);

/** The shades of an opaque picture; undefined where something is transparent. */
function shadesOf(bytes: Uint8Array): Shade[] | undefined {
  const counts = new Uint32Array(1 << 15);
  const sums = [0, 1, 2].map(() => new Uint32Array(1 << 15));
  for (let at = 0; at < bytes.length; at += 4) {
    if (bytes[at + 3] !== 255) return undefined;
    const key = keyOf(bytes, at);
    counts[key]++;
    for (let channel = 0; channel < 3; channel++) sums[channel][key] += bytes[at + channel];
  }
  const shades: Shade[] = [];
  counts.forEach((count, key) => {
    if (count > 0) shades.push({ key, count, mean: sums.map((sum) => sum[key] / count) });
  });
  return shades;
}

/** Shades that one colour of the palette stands for, and how much is gained by splitting them along their longest channel. */
interface Box {
  readonly shades: readonly Shade[];
  readonly channel: number;
  readonly gain: number;
}

const total = (shades: readonly Shade[]): number => shades.reduce((sum, { count }) => sum + count, 0);
const meanOf = (shades: readonly Shade[], channel: number): number =>
  shades.reduce((sum, { count, mean }) => sum + count * mean[channel], 0) / total(shades);

function boxOf(shades: readonly Shade[]): Box {
  const spreads = [0, 1, 2].map((channel) => {
    const centre = meanOf(shades, channel);
    return shades.reduce((sum, { count, mean }) => sum + count * squared(mean[channel] - centre), 0);
  });
  const gain = Math.max(...spreads);
  return { shades, channel: spreads.indexOf(gain), gain };
}

/** At most 256 boxes: the one whose colours differ most, counted by pixels, is split at its mean, again and again. */
function boxesOf(shades: readonly Shade[]): Box[] {
  const boxes = [boxOf(shades)];
  while (boxes.length < paletteSize) {
    const widest = boxes.reduce((one, other) => (other.gain > one.gain ? other : one));
    if (widest.gain === 0) break;
    const centre = meanOf(widest.shades, widest.channel);
    const halves = [true, false].map((isLow) =>
      boxOf(widest.shades.filter(({ mean }) => mean[widest.channel] <= centre === isLow)),
    );
    boxes.splice(boxes.indexOf(widest), 1, ...halves);
  }
  return boxes;
}

const checkTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** A chunk of a PNG file: length, name, content, checksum of both. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(content, 8);
  let check = 0xffffffff;
  for (const byte of bytes.subarray(4, -4)) check = checkTable[(check ^ byte) & 255] ^ (check >>> 8);
  view.setUint32(bytes.length - 4, ~check >>> 0);
  return bytes;
}

/**
 * A picture as a PNG file of at most 256 colours, a third as large as one of all colours: drawings of lines have hundreds of shades,
 * most of them on the edges of lines.
 * @returns undefined for a picture that is transparent somewhere
 * Cost: about 0.1 s per million pixels, most of it for the compression.
 */
export function paletteImage({ width, height, bytes }: Pixels): Uint8Array | undefined {
  const shades = shadesOf(bytes);
  if (shades === undefined) return undefined;
  const boxes = boxesOf(shades);
  const palette = Uint8Array.from(
    boxes.flatMap((box) => [0, 1, 2].map((channel) => Math.round(meanOf(box.shades, channel)))),
  );
  const places = new Uint8Array(1 << 15);
  for (const [place, box] of boxes.entries()) for (const { key } of box.shades) places[key] = place;
  // Each row begins with the number of its filter: none.
  const rows = new Uint8Array(height * (width + 1));
  for (let row = 0, at = 0; row < height; row++)
    for (let to = row * (width + 1) + 1; to < (row + 1) * (width + 1); to++, at += 4)
      rows[to] = places[keyOf(bytes, at)];
  const head = new DataView(new ArrayBuffer(13));
  head.setUint32(0, width);
  head.setUint32(4, height);
  // Eight bits a pixel, which name colours of the palette.
  head.setUint16(8, 0x0803);
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', new Uint8Array(head.buffer)),
    chunk('PLTE', palette),
    chunk('IDAT', zlibSync(rows, { level: 9, mem: 12 })),
    chunk('IEND', new Uint8Array()),
  ];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    file.set(part, end);
    end += part.length;
  }
  return file;
}
