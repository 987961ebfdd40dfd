import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteRead } from '../reads.js';
import { packageFolder } from './library-folder.js';

/** The file of an asset. */
export function locate(asset: string): string {
  const [, name, path] = /^((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(asset) ?? [];
  if (name === undefined)
    throw new RangeError(`host: asset expects PACKAGE/PATH, got ${asset}; name the package first`);
  noteRead(asset);
  return join(packageFolder(name), path);
}

/** @throws Error when the file is missing */
export function bytes(asset: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(locate(asset)));
}
