import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode } from './encoding';
import { libraryFolder } from './provenance';
import { writeWhole } from './whole-file';

const SCHEMA = 'microcanon-result/1';

/** What reading a stored file gave. */
export type Stored = { readonly state: 'found'; readonly content: unknown } | { readonly state: 'absent' | 'damaged' };

/** Folder of computed results: MICROCANON_CACHE, or data/cache of this checkout. */
export function cacheFolder(): string {
  return process.env.MICROCANON_CACHE || join(libraryFolder(), 'data', 'cache');
}

/** Folder of results that are kept with the sources, for readers who cannot wait for them: MICROCANON_RESULTS, or data/results. */
export function resultsFolder(): string {
  return process.env.MICROCANON_RESULTS || join(libraryFolder(), 'data', 'results');
}

/** File name of what was computed with these inputs: a hash of all of them. */
export function storeName(id: string, inputs: unknown): string {
  const hash = createHash('sha256').update(encode([id, inputs])).digest('hex').slice(0, 16);
  return `${id}-${hash}`;
}

/** Stores content under a name, in place of what was there. */
export function write(name: string, content: unknown, folder: string = cacheFolder()): void {
  mkdirSync(folder, { recursive: true });
  const body = encode(content);
  writeWhole(join(folder, name), `{"schema":"${SCHEMA}","checksum":"${checksum(body)}","content":${body}}\n`);
}

/** Reads what `write` wrote; a file that is not whole, or was changed, counts as damaged. */
export function read(name: string, folder: string = cacheFolder()): Stored {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'absent' };
    throw error;
  }
  const match = /^\{"schema":"microcanon-result\/1","checksum":"([0-9a-f]{64})","content":(.*)\}\n$/s.exec(text);
  if (match === null || checksum(match[2]) !== match[1]) return { state: 'damaged' };
  return { state: 'found', content: decode(match[2]) };
}

export function remove(name: string): void {
  rmSync(join(cacheFolder(), name), { force: true });
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
