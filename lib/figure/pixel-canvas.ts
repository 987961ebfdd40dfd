import { zlibSync } from 'fflate';
import { toBase64 } from '../host/index.js';

/** What Plotly asks of a canvas to draw a heat map: one pixel a cell, red, green, blue and opacity. */
export interface PixelContext {
  createImageData(width: number, height: number): ImagePixels;
  putImageData(pixels: ImagePixels): void;
}

interface ImagePixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row. */
  readonly data: Uint8ClampedArray;
}

/** Cells are drawn at least so large, in pixels of the file: renderers blur pixels that they enlarge. */
const LEAST_WIDTH = 800;

/** The two methods of an HTML canvas that heat maps need, for a window that has none. */
export function pixelCanvas(): { getContext(kind: string): PixelContext | null; toDataURL(): string } {
  const drawn = new WeakMap<object, ImagePixels>();
  return {
    getContext(this: object, kind: string) {
      if (kind !== '2d') return null;
      return {
        createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
        putImageData: (pixels) => void drawn.set(this, pixels),
      };
    },
    toDataURL(this: object) {
      const pixels = drawn.get(this);
      return pixels === undefined ? 'data:,' : `data:image/png;base64,${toBase64(pngOf(pixels))}`;
    },
  };
}

/** A PNG file of the pixels, each enlarged to a square. */
function pngOf({ width, height, data }: ImagePixels): Uint8Array {
  const side = Math.max(1, Math.ceil(LEAST_WIDTH / width));
  const header = new Uint8Array(13);
  header.set([...fourBytes(width * side), ...fourBytes(height * side)]);
  header.set([8, 6, 0, 0, 0], 8); // eight bits for each of red, green, blue and opacity
  const length = 1 + 4 * width * side; // the first byte of a row says: no filter
  const rows = new Uint8Array(length * height * side);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * side * length, (y * side + 1) * length);
    for (let x = 0; x < width * side; x++) {
      const at = 4 * (y * width + Math.floor(x / side));
      row.set(data.subarray(at, at + 4), 1 + 4 * x);
    }
    for (let copy = 1; copy < side; copy++) rows.set(row, (y * side + copy) * length);
  }
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return joined(signature, chunk('IHDR', header), chunk('IDAT', zlibSync(rows)), chunk('IEND', new Uint8Array(0)));
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const body = joined(new TextEncoder().encode(name), content);
  return joined(fourBytes(content.length), body, fourBytes(checksum(body)));
}

/** The cyclic redundancy check that PNG asks for (ISO 3309), bit by bit. */
function checksum(bytes: Uint8Array): number {
  let remainder = -1;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  }
  return ~remainder >>> 0;
}

/** A number below 2³², highest byte first. */
function fourBytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
