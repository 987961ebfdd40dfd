import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachePlace, type Place, UnwritableError, writingInto } from '../host/place.js';
import { writeWhole } from '../host/whole-file.js';
import { decode, encode } from './encoding.js';
import type { Listener } from './events.js';

const SCHEMA = 'microcanon-result/1';

/** What reading a stored file gave. */
export type Stored = { readonly state: 'found'; readonly content: unknown } | { readonly state: 'absent' | 'damaged' };

/** File name of what was computed with these inputs: a hash of all of them. */
export function storeName(id: string, inputs: unknown): string {
  const hash = createHash('sha256')
    .update(encode([id, inputs]))
    .digest('hex')
    .slice(0, 16);
  return `${id}-${hash}`;
}

/** Texts that could not be written, by their paths: within this process they serve as the files would. */
const unwritten = new Map<string, string>();

/**
 * Stores content under a name, in place of what was there.
 * @throws UnwritableError when the place cannot be written; this process then reads the content all the same
 */
export function write(name: string, content: unknown, place: Place = cachePlace()): void {
  const body = encode(content);
  const text = `{"schema":"${SCHEMA}","checksum":"${checksum(body)}","content":${body}}\n`;
  const path = join(place.folder, name);
  unwritten.set(path, text);
  writingInto(place, () => writeWhole(path, text));
  unwritten.delete(path);
}

/** Stores content where that is possible. */
export type Keep = (name: string, content: unknown) => void;

/** A `write` for computations: the first file that cannot be written is an event, and the computation goes on. */
export function keeper(id: string, onEvent: Listener): Keep {
  let said = false;
  return (name, content) => {
    try {
      write(name, content);
    } catch (error) {
      if (!(error instanceof UnwritableError)) throw error;
      if (!said) onEvent({ kind: 'unwritable', id, reason: error.message });
      said = true;
    }
  };
}

/** Reads what `write` wrote; a file that is not whole, was changed, or cannot be read counts as damaged. */
export function read(name: string, { folder }: Place = cachePlace()): Stored {
  let text: string;
  const path = join(folder, name);
  try {
    text = unwritten.get(path) ?? readFileSync(path, 'utf8');
  } catch (error) {
    return {
      state: ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'absent' : 'damaged',
    };
  }
  const match = /^\{"schema":"microcanon-result\/1","checksum":"([0-9a-f]{64})","content":(.*)\}\n$/s.exec(text);
  if (match === null || checksum(match[2]) !== match[1]) return { state: 'damaged' };
  return { state: 'found', content: decode(match[2]) };
}

/** Removes a file from the cache, where it is and can be removed. */
export function remove(name: string): void {
  const path = join(cachePlace().folder, name);
  unwritten.delete(path);
  try {
    rmSync(path, { force: true });
  } catch {
    // A place that cannot be written is reported by `keeper`.
  }
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
