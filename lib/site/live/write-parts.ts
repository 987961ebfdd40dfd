import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../host/node/whole-file.js';
import { type Bibliography, bibliography } from '../bibliography.js';
import type { SiteTexts } from '../browser/prose/site-texts.js';
import { assetCode } from './asset-parts.js';
import { corePart } from './core-part.js';
import { modularPart } from './modular-part.js';
import { foundationsOf, modularParts } from './module-list.js';
import { packageParts } from './package-parts.js';
import { partScript } from './part.js';
import { type PartsNotebook, partList } from './part-list.js';
import { bundledLicences, editorScript, ownScript, proseScript, typesPart } from './types-part.js';

function siteTexts(pages: readonly string[], works: Bibliography): SiteTexts {
  const labels = works.entries().map(({ key }) => [key, works.label(key)] as const);
  return { pages, works: Object.fromEntries(labels) };
}

/** Whether a script of the folder is a part. */
const isPart = (file: string): boolean => /^(core|(room|chapter|assets)-.*|tensorflow|parquet|types)\.js$/.test(file);

const folderOf = (site: string): string => join(site, 'assets', 'live');

/**
 * Writes what pages load when a reader runs a cell into the site's folder `assets/live`, as far as it does not depend on the notebooks.
 * @param pages names of the site's notebooks
 * @param works what prose that cells give may cite
 * @returns the parts' names
 * Cost: some 5 s.
 */
export async function writeLibraryParts(
  site: string,
  pages: readonly string[],
  works: Bibliography = bibliography([]),
): Promise<string[]> {
  const folder = folderOf(site);
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  const write = (name: string, code: string, foundations?: readonly string[]): void => {
    writeWhole(join(folder, `${name}.js`), partScript(name, code, foundations));
    written.push(name);
  };
  write('core', await corePart());
  for (const name of modularParts()) write(name, await modularPart(name), foundationsOf(name));
  for (const [name, part] of Object.entries(packageParts)) write(name, await part.code());
  write('types', await typesPart());
  writeWhole(join(folder, 'editor.js'), await editorScript());
  writeWhole(join(folder, 'own.js'), await ownScript());
  writeWhole(join(folder, 'prose.js'), await proseScript(siteTexts(pages, works)));
  writeWhole(join(folder, 'LICENSES.txt'), bundledLicences());
  return written;
}

/**
 * Writes the parts that bring what notebooks read, and removes parts of an earlier build that no page asks for.
 * @param libraryParts names of the other parts
 * @returns the parts' names
 */
export function writeAssetParts(
  site: string,
  notebooks: readonly PartsNotebook[],
  libraryParts: readonly string[],
): string[] {
  const folder = folderOf(site);
  const { assets } = partList(notebooks);
  for (const part of assets) writeWhole(join(folder, `${part.name}.js`), partScript(part.name, assetCode(part)));
  const written = new Set([...libraryParts, ...assets.map(({ name }) => name)]);
  for (const file of readdirSync(folder).filter(isPart))
    if (!written.has(file.slice(0, -'.js'.length))) rmSync(join(folder, file));
  return assets.map(({ name }) => name);
}

/**
 * Writes all parts that pages of these notebooks load; see `writeLibraryParts` and `writeAssetParts`.
 * @internal
 */
export async function writeParts(
  site: string,
  notebooks: readonly PartsNotebook[],
  works?: Bibliography,
): Promise<string[]> {
  const pages = notebooks.map(({ name }) => name);
  const library = await writeLibraryParts(site, pages, works);
  return [...library, ...writeAssetParts(site, notebooks, library)];
}
