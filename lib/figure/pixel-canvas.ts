import { crc32, deflateSync } from 'node:zlib';

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
      return pixels === undefined ? 'data:,' : `data:image/png;base64,${pngOf(pixels).toString('base64')}`;
    },
  };
}

/** A PNG file of the pixels, each enlarged to a square. */
function pngOf({ width, height, data }: ImagePixels): Buffer {
  const side = Math.max(1, Math.ceil(LEAST_WIDTH / width));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width * side, 0);
  header.writeUInt32BE(height * side, 4);
  header.set([8, 6, 0, 0, 0], 8); // eight bits for each of red, green, blue and opacity
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const row = Buffer.alloc(1 + 4 * width * side); // the first byte says: no filter
    for (let x = 0; x < width * side; x++) {
      const at = 4 * (y * width + Math.floor(x / side));
      row.set(data.subarray(at, at + 4), 1 + 4 * x);
    }
    for (let copy = 0; copy < side; copy++) rows.push(row);
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
