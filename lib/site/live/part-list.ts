import { type AssetPart, assetParts, type NotebookReads } from './asset-parts.js';
import { modularParts } from './module-list.js';
import { packageParts } from './package-parts.js';
import { partsNamedIn } from './part-names.js';

/** A notebook's code and what it reads when it runs. */
export interface PartsNotebook extends NotebookReads {
  /** The code of its cells. */
  readonly code: readonly string[];
}

/** The parts that pages of these notebooks load. */
export interface PartList {
  readonly assets: readonly AssetPart[];
  /** Names of the parts that a notebook's page needs, the core first; those that they build on are left out, since each part names its own. */
  of(notebook: string): string[];
}

export function partList(notebooks: readonly PartsNotebook[]): PartList {
  const assets = assetParts(notebooks);
  const known = [...Object.keys(packageParts), ...modularParts()];
  return {
    assets,
    of(name) {
      const notebook = notebooks.find((one) => one.name === name);
      if (notebook === undefined) return ['core'];
      const { code, reads } = notebook;
      const read = Object.entries(packageParts).filter(([, { packages }]) =>
        packages.some((one) => reads.includes(one)),
      );
      const named = partsNamedIn(code.join('\n')).filter((part) => known.includes(part));
      const brought = assets.filter((part) => part.notebooks.includes(name));
      return [...new Set(['core', ...read.map(([part]) => part), ...named, ...brought.map((part) => part.name)])];
    },
  };
}
