import { existsSync } from 'node:fs';
import { host } from '../../host/index.js';
import { packed, supplyCode } from './core-part.js';

/** What a notebook reads when it runs: assets, `PACKAGE/PATH`, and names of packages. */
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

/** Assets that notebooks bring: data and stored results. Kernels are in the core, and what is in the cache each reader computes. */
const isBrought = (read: string): boolean =>
  /^microcanon\/data\/(?!cache\/)/.test(read) || /^vega-datasets\/.+\.csv$/.test(read);

/** Names of notebooks in the name of a part: `04-synthetic` is `04`. */
const labelOf = (notebook: string): string => notebook.split('-')[0];

/** Assets in parts, one for each set of notebooks that read the same: no asset is twice, and few scripts are loaded. */
export function assetParts(notebooks: readonly NotebookReads[]): AssetPart[] {
  const readers = new Map<string, string[]>();
  for (const { name, reads } of notebooks)
    for (const read of reads.filter(isBrought)) readers.set(read, [...(readers.get(read) ?? []), name]);
  const groups = new Map<string, { notebooks: string[]; assets: string[] }>();
  for (const [asset, names] of [...readers].sort()) {
    if (!existsSync(host.locate(asset))) continue;
    const name = `assets-${names.map(labelOf).join('-')}`;
    const group = groups.get(name) ?? { notebooks: names, assets: [] };
    group.assets.push(asset);
    groups.set(name, group);
  }
  return [...groups].map(([name, group]) => ({ name, ...group }));
}

/** The code of a part of assets. */
export function assetCode({ assets }: AssetPart): string {
  const contents = Object.fromEntries(assets.map((asset) => [asset, packed(host.bytes(asset))]));
  return supplyCode(contents);
}
