import type { Settings } from '../settings.js';

/** What a bundle brings for its page: a page reads no files. */
export interface Supplies {
  /** Contents of assets in base64, by name. */
  readonly assets: Readonly<Record<string, string>>;
  /** The same, compressed by gzip: a third of the size for kernels. */
  readonly packedAssets: Readonly<Record<string, string>>;
  /** Packages that are loaded at their first use. */
  readonly packages: Readonly<Record<string, () => unknown>>;
  /** What differs from the usual settings. */
  readonly settings: Partial<Settings>;
  readonly revision: string;
  readonly version: string;
}

let supplies: Supplies = {
  assets: {},
  packedAssets: {},
  packages: {},
  settings: {},
  revision: 'unknown',
  version: 'unknown',
};

/** Called by a bundle's entry before it computes; a later call adds to an earlier one. */
export function supply(more: Partial<Supplies>): void {
  supplies = {
    ...supplies,
    ...more,
    assets: { ...supplies.assets, ...more.assets },
    packedAssets: { ...supplies.packedAssets, ...more.packedAssets },
    packages: { ...supplies.packages, ...more.packages },
  };
}

export const supplied = (): Supplies => supplies;
