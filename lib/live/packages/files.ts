import { host } from '../../host/index.js';

/**
 * What cells use of `node:fs`: files in the memory of the page, which last as long as the page, and the assets that it brings. No
 * function touches the reader's disk.
 */

type Encoding = string | { readonly encoding?: string | null } | null;

const encodingOf = (options: Encoding | undefined): string | null | undefined =>
  typeof options === 'object' ? options?.encoding : options;

/** Folders need not be made here: a file's path is its name. */
export function mkdirSync(_path: string, _options?: object): undefined {
  return undefined;
}

export function writeFileSync(path: string, content: string | Uint8Array, _options?: Encoding): void {
  host.files.write(String(path), content);
}

export function readFileSync(path: string, options?: Encoding): string | Uint8Array {
  const bytes = host.files.read(String(path), Number.POSITIVE_INFINITY);
  const encoding = encodingOf(options);
  if (encoding === undefined || encoding === null) return bytes;
  if (!/^utf-?8$/i.test(encoding))
    throw new RangeError(`readFileSync: encoding expects utf8 in a page, got ${encoding}; read bytes`);
  return new TextDecoder().decode(bytes);
}

export function existsSync(path: string): boolean {
  try {
    host.files.read(String(path), Number.POSITIVE_INFINITY);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error with the code ENOENT where no file has that path */
export function statSync(path: string): { size: number; isFile(): boolean; isDirectory(): boolean } {
  const size = host.files.read(String(path), Number.POSITIVE_INFINITY).length;
  return { size, isFile: () => true, isDirectory: () => false };
}
