import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { fromBase64, toBase64 } from '../host/base64.js';

/** Type of a script element whose content is packed JSON. */
export const packedJsonType = 'application/x-packed-json';

/** A text as base64 of its compressed bytes (RFC 1951): a page from the file system can read no other file than scripts and pictures. */
export function packedText(text: string): string {
  return toBase64(deflateSync(strToU8(text), { level: 9, mem: 12 }));
}

/** The text that `packedText` packed. Cost: some 10 ms per megabyte. */
export function unpackedText(packed: string): string {
  return strFromU8(inflateSync(fromBase64(packed)));
}

/**
 * The text that `packedText` packed, by the browser itself and besides what the page does; at once where an older browser cannot. Cost:
 * a fifth of that of `unpackedText`.
 */
export async function unpackedBesides(packed: string): Promise<string> {
  let decompression: DecompressionStream;
  try {
    decompression = new DecompressionStream('deflate-raw');
  } catch {
    return unpackedText(packed);
  }
  return await new Response(new Blob([fromBase64(packed)]).stream().pipeThrough(decompression)).text();
}
