import type { Key } from '../random/index.js';

/** What every caption ends with: whose numbers these are. */
export interface Provenance {
  /** What is seen, in a sentence or two of plain text. */
  readonly caption: string;
  /** N, the paths behind each number; 0 where no path is drawn; an array where ensembles of several sizes are shown. */
  readonly pathCount: number | readonly number[];
  /** The key that all randomness came from, or its seed; left out where there is none. */
  readonly key?: number | Key;
  /** d. */
  readonly signalLength?: number;
  /** Unit of the numbers shown, in words: `nats per path`. */
  readonly units: string;
  /** For readers who cannot see the picture. */
  readonly alt?: string;
}

/** The caption with its closing line: `N = 128 paths of length d = 1024; key 7; nats per path.` */
export function fullCaption(provenance: Provenance): string {
  const { caption, pathCount, key, signalLength, units } = provenance;
  const paths =
    typeof pathCount === 'number'
      ? `N = ${pathCount} ${pathCount === 1 ? 'path' : 'paths'}`
      : `N = ${pathCount.join(', ')} paths`;
  const isWithoutPaths = pathCount === 0;
  const length = signalLength === undefined ? '' : `${isWithoutPaths ? '' : ' of '}length d = ${signalLength}`;
  const parts = [(isWithoutPaths ? '' : paths) + length, key === undefined ? '' : `key ${seedOf(key)}`, units].filter(
    (part) => part !== '',
  );
  return `${caption.trim()} ${sentence(parts)}`;
}

/** Parts as one sentence, its first letter large. */
export function sentence(parts: readonly string[]): string {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The seed that `key(seed)` makes this key from. */
function seedOf(key: number | Key): number {
  return typeof key === 'number' ? key : key.high * 2 ** 32 + key.low;
}

/** Throws when `values` has not the `expected` count. */
export function requireLength(
  name: string,
  argument: string,
  values: { readonly length: number },
  expected: number,
): void {
  if (values.length !== expected) {
    throw new RangeError(
      `${name}: ${argument} expects ${expected} numbers, got ${values.length}; give one for each point shown`,
    );
  }
}
