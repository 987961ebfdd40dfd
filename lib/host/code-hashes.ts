import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from './library-folder.js';

/** Hashes of the code that modules depend on, as the build has left them. */
export interface CodeHashes {
  /** Of all modules. */
  readonly library: string;
  /** Of each module with all that it imports, by its path in lib without extension. */
  readonly modules: Readonly<Record<string, string>>;
}

/** Where the build leaves the hashes. */
export function codeHashesFile(root: string): string {
  return join(root, 'dist', 'code-hashes.json');
}

let hashes: CodeHashes | undefined;

/**
 * The hashes of this build, read once.
 * @throws Error when the build left none
 */
export function codeHashes(): CodeHashes {
  if (hashes === undefined) {
    const file = codeHashesFile(libraryFolder());
    try {
      hashes = JSON.parse(readFileSync(file, 'utf8')) as CodeHashes;
    } catch (cause) {
      throw new Error(`cannot read ${file}; run npm run build`, { cause });
    }
  }
  return hashes;
}
