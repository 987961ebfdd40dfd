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

function siteTexts(notebooks: readonly PartsNotebook[], works: Bibliography): SiteTexts {
  const labels = works.entries().map(({ key }) => [key, works.label(key)] as const);
  return { pages: notebooks.map(({ name }) => name), works: Object.fromEntries(labels) };
}

/** Whether a script of the folder is a part. */
const isPart = (file: string): boolean => /^(core|(room|chapter|assets)-.*|tensorflow|parquet|types)\.js$/.test(file);

/**
 * Writes the parts of the library that pages load when a reader runs a cell into the site's folder `assets/live`, and removes parts of
 * an earlier build that no page asks for.
 * @param works what prose that cells give may cite
 * @returns the parts' names
 * Cost: some 5 s.
 */
export async function writeParts(
  site: string,
  notebooks: readonly PartsNotebook[],
  works: Bibliography = bibliography([]),
): Promise<string[]> {
  const folder = join(site, 'assets', 'live');
  mkdirSync(folder, { recursive: true });
  const written = new Set<string>();
  const write = (name: string, code: string, foundations?: readonly string[]): void => {
    writeWhole(join(folder, `${name}.js`), partScript(name, code, foundations));
    written.add(name);
  };
  write('core', await corePart());
  for (const name of modularParts()) write(name, await modularPart(name), foundationsOf(name));
  for (const [name, part] of Object.entries(packageParts)) write(name, await part.code());
  for (const part of partList(notebooks).assets) write(part.name, assetCode(part));
  write('types', await typesPart());
  writeWhole(join(folder, 'editor.js'), await editorScript());
  writeWhole(join(folder, 'own.js'), await ownScript());
  writeWhole(join(folder, 'prose.js'), await proseScript(siteTexts(notebooks, works)));
  writeWhole(join(folder, 'LICENSES.txt'), bundledLicences());
  for (const file of readdirSync(folder).filter(isPart))
    if (!written.has(file.slice(0, -'.js'.length))) rmSync(join(folder, file));
  return [...written];
}
