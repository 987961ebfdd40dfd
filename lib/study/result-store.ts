import { host, type Place, placeOf, sha256, UnwritableError } from '../host/index.js';
import { decode, encode } from './encoding.js';
import type { Listener } from './events.js';

const SCHEMA = 'microcanon-result/1';

/** What reading a stored file gave. */
export type Stored = { readonly state: 'found'; readonly content: unknown } | { readonly state: 'absent' | 'damaged' };

/** File name of what was computed with these inputs: a hash of all of them. */
export function storeName(id: string, inputs: unknown): string {
  return `${id}-${sha256(encode([id, inputs])).slice(0, 16)}`;
}

/** Texts that could not be written, by their paths: within this process they serve as the files would. */
const unwritten = new Map<string, string>();

/**
 * Stores content under a name, in place of what was there.
 * @throws UnwritableError when the place cannot be written; this process then reads the content all the same
 */
export function write(name: string, content: unknown, place: Place = placeOf('cache')): void {
  const body = encode(content);
  const text = `{"schema":"${SCHEMA}","checksum":"${sha256(body)}","content":${body}}\n`;
  const store = host.store(place);
  const path = store.pathOf(name);
  unwritten.set(path, text);
  store.write(name, text);
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
export function read(name: string, place: Place = placeOf('cache')): Stored {
  const store = host.store(place);
  let text: string | undefined;
  try {
    text = unwritten.get(store.pathOf(name)) ?? store.read(name);
  } catch {
    return { state: 'damaged' };
  }
  if (text === undefined) return { state: 'absent' };
  const match = /^\{"schema":"microcanon-result\/1","checksum":"([0-9a-f]{64})","content":(.*)\}\n$/s.exec(text);
  if (match === null || sha256(match[2]) !== match[1]) return { state: 'damaged' };
  return { state: 'found', content: decode(match[2]) };
}

/** Removes a file from the cache, where it is and can be removed. */
export function remove(name: string): void {
  const store = host.store(placeOf('cache'));
  unwritten.delete(store.pathOf(name));
  store.remove(name);
}
