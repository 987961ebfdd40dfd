import { gunzipSync } from 'fflate';
import { fromBase64 } from '../base64.js';
import type { Files } from '../host.js';
import { noteRead } from '../reads.js';
import { supplied } from './supplies.js';

export function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Contents of assets that have been unpacked, since a table may ask for a result several times. */
const unpacked = new Map<string, Uint8Array<ArrayBuffer>>();

/** @throws Error with the code ENOENT when the page brings no such asset */
export function bytes(asset: string): Uint8Array<ArrayBuffer> {
  const { assets, packedAssets } = supplied();
  noteRead(asset);
  if (Object.hasOwn(assets, asset)) return fromBase64(assets[asset]);
  if (!Object.hasOwn(packedAssets, asset))
    throw refusal('ENOENT', `host: this page brings no ${asset}; add it to the bundle's assets`);
  const content = unpacked.get(asset) ?? (gunzipSync(fromBase64(packedAssets[asset])) as Uint8Array<ArrayBuffer>);
  unpacked.set(asset, content);
  return content.slice();
}

export function assetNames(): string[] {
  const { assets, packedAssets } = supplied();
  return [...Object.keys(assets), ...Object.keys(packedAssets)];
}

const kept = new Map<string, Uint8Array<ArrayBuffer>>();
const listeners = new Set<(path: string) => void>();

/** Files that cells have written, or that the reader has given to the page, by their paths; they last as long as the page. */
export const pageFiles: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = kept;

/** Calls `listener` with the path of each file that is written from now on, until the returned function is called. */
export function onFileWritten(listener: (path: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Keeps a file of the reader's, in place of one of the same path. */
export function keepFile(path: string, content: Uint8Array): void {
  kept.set(path, new Uint8Array(content));
}

/** Files in memory, and below those the assets of the page's parts. */
export const files: Files = {
  read(path, most) {
    const content = kept.get(path)?.slice() ?? assetOf(path);
    if (content.length > most) throw new RangeError(`files: ${path} has more than ${most} bytes`);
    return content;
  },
  write(path, content) {
    kept.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content));
    for (const listener of [...listeners]) listener(path);
  },
  absolute: (path) => path,
  unpack(packed, most) {
    const content = gunzipSync(packed);
    if (content.length > most) throw new RangeError(`files: unpacked, there are more than ${most} bytes`);
    return content;
  },
};

/** An asset, or the error that Node gives for a file that is not there: a reader's path is no asset's name. */
function assetOf(path: string): Uint8Array<ArrayBuffer> {
  if (assetNames().includes(path)) return bytes(path);
  throw refusal('ENOENT', `ENOENT: no such file or directory, open '${path}'`);
}
