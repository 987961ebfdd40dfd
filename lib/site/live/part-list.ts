import { type AssetPart, assetParts, type NotebookReads } from './asset-parts.js';
import { chapterNames, withFoundations } from './module-list.js';
import { packageParts } from './package-parts.js';

/** A notebook's code and what it reads when it runs. */
export interface PartsNotebook extends NotebookReads {
  /** The code of its cells. */
  readonly code: readonly string[];
}

/** The parts that pages of these notebooks load, in the order of their evaluation. */
export interface PartList {
  readonly assets: readonly AssetPart[];
  /** Names of the parts of a notebook's page, the core first. */
  of(notebook: string): string[];
}

/** Chapters that code imports, with those that they build on. */
export function chaptersIn(code: string): string[] {
  const named = [...code.matchAll(/['"]microcanon\/chapter\/([\w-]+)['"]/g)].map(([, chapter]) => chapter);
  const known = chapterNames();
  return [...new Set(named.filter((chapter) => known.includes(chapter)).flatMap(withFoundations))];
}

export function partList(notebooks: readonly PartsNotebook[]): PartList {
  const assets = assetParts(notebooks);
  return {
    assets,
    of(name) {
      const notebook = notebooks.find((one) => one.name === name);
      if (notebook === undefined) return ['core'];
      const packages = Object.entries(packageParts).filter(([, part]) =>
        part.packages.some(
          (one) => notebook.reads.includes(one) || notebook.code.some((code) => code.includes(`'${one}'`)),
        ),
      );
      return [
        'core',
        ...packages.map(([part]) => part),
        ...chaptersIn(notebook.code.join('\n')).map((chapter) => `chapter-${chapter}`),
        ...assets.filter((part) => part.notebooks.includes(name)).map((part) => part.name),
      ];
    },
  };
}
