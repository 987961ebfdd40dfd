import { existsSync } from 'node:fs';
import { type Folder, host, placeOf } from '../../host/index.js';
import { packed, supplyCode } from './core-part.js';

/** What a notebook reads when it runs, and what it writes into the cache: assets, `PACKAGE/PATH`, and names of packages. */
export interface NotebookReads {
  readonly name: string;
  readonly reads: readonly string[];
}

/** A part of assets, which the notebooks named read, and no other. */
export interface AssetPart {
  readonly name: string;
  readonly notebooks: readonly string[];
  readonly assets: readonly string[];
}

/** Assets that notebooks bring: data and results. Kernels are in the core. */
const isBrought = (read: string): boolean => /^microcanon\/data\//.test(read) || /^vega-datasets\/.+\.csv$/.test(read);

const isCached = (read: string): boolean => read.startsWith('microcanon/data/cache/');

/** The text of a result that is in a folder of results, which may lie anywhere; undefined for other assets. */
function keptText(asset: string): string | undefined {
  const [, folder, name] = /^microcanon\/data\/(cache|results|fetched)\/(.+)$/.exec(asset) ?? [];
  return name === undefined ? undefined : host.store(placeOf(folder as Folder)).read(name);
}

function contentOf(asset: string): Uint8Array<ArrayBuffer> {
  const text = keptText(asset);
  return text === undefined ? host.bytes(asset) : new TextEncoder().encode(text);
}

/** Names of notebooks in the name of a part: `04-synthetic` is `04`. */
const labelOf = (notebook: string): string => notebook.split('-')[0];

/**
 * Assets in parts, one for each set of notebooks that read the same: no asset is twice, and few scripts are loaded. What is in the cache
 * the page of the first notebook computes, and the pages of those below it are given, as their kernels are.
 * @param notebooks in the order in which they are run
 */
export function assetParts(notebooks: readonly NotebookReads[]): AssetPart[] {
  const readers = new Map<string, string[]>();
  for (const { name, reads } of notebooks)
    for (const read of reads.filter(isBrought)) readers.set(read, [...(readers.get(read) ?? []), name]);
  const groups = new Map<string, { notebooks: string[]; assets: string[] }>();
  for (const [asset, all] of [...readers].sort()) {
    const names = isCached(asset) ? all.slice(1) : all;
    if (names.length === 0 || (keptText(asset) === undefined && !existsSync(host.locate(asset)))) continue;
    const name = `assets-${names.map(labelOf).join('-')}`;
    const group = groups.get(name) ?? { notebooks: names, assets: [] };
    group.assets.push(asset);
    groups.set(name, group);
  }
  return [...groups].map(([name, group]) => ({ name, ...group }));
}

/** The code of a part of assets. */
export function assetCode({ assets }: AssetPart): string {
  const contents = Object.fromEntries(assets.map((asset) => [asset, packed(contentOf(asset))]));
  return supplyCode(contents);
}
