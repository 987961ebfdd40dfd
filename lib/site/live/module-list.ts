import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { moduleFolder } from './part.js';

/** Rooms whose exports a cell may import as `microcanon/NAME`. */
export const coreRooms: readonly string[] = [
  'array',
  'random',
  'special',
  'statistics',
  'linear-algebra',
  'grid',
  'wavelet',
  'parallel',
  'energy',
  'model',
  'data-set',
  'algorithm',
  'lattice',
  'flow',
  'chain',
  'neural',
  'transport',
  'divergence',
  'training',
  'expectation',
  'study',
  'figure',
];

/** Names of the chapters. */
export function chapterNames(): string[] {
  return readdirSync(join(moduleFolder, 'chapter')).sort();
}

/** The modules of a chapter, by their paths inside lib without extension. */
export function modulesOf(chapter: string): string[] {
  const folder = posix.join('chapter', chapter);
  return readdirSync(join(moduleFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => posix.join(folder, file.replaceAll('\\', '/').replace(/\.js$/, '')))
    .sort();
}

/** The modules outside a chapter that its modules import, by their paths inside lib without extension. */
export function importsOf(chapter: string): string[] {
  const own = modulesOf(chapter);
  const imported = own.flatMap((module) => {
    const text = readFileSync(join(moduleFolder, `${module}.js`), 'utf8');
    return [...text.matchAll(/\bfrom\s*"(\.[^"]+)\.js"/g)].map(([, path]) => posix.join(posix.dirname(module), path));
  });
  return [...new Set(imported)].filter((module) => !own.includes(module)).sort();
}

/** The chapter that a module belongs to. */
export function chapterOf(module: string): string | undefined {
  return /^chapter\/([^/]+)\//.exec(module)?.[1];
}

/** A chapter with all that it builds on, in the order in which their parts must be evaluated. */
export function withFoundations(chapter: string): string[] {
  const below = importsOf(chapter).flatMap((module) => chapterOf(module) ?? []);
  return [...new Set([...below.flatMap(withFoundations), chapter])];
}
