import { host } from './index.js';

/** Hashes of the code that modules depend on, as the build has left them. */
export interface CodeHashes {
  /** Of all modules. */
  readonly library: string;
  /** Of each module with all that it imports, by its path in lib without extension. */
  readonly modules: Readonly<Record<string, string>>;
}

/** The asset in which the build leaves the hashes. */
export const codeHashesAsset = 'microcanon/dist/code-hashes.json';

let hashes: CodeHashes | undefined;

/**
 * The hashes of this build, read once.
 * @throws Error when the build left none
 */
export function codeHashes(): CodeHashes {
  if (hashes === undefined) {
    try {
      hashes = JSON.parse(new TextDecoder().decode(host.bytes(codeHashesAsset))) as CodeHashes;
    } catch (cause) {
      throw new Error(`cannot read ${codeHashesAsset}; run npm run build`, { cause });
    }
  }
  return hashes;
}
