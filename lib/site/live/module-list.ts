import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { moduleFolder } from './part.js';
import { lateRooms } from './part-names.js';

/** Rooms of the core part, whose exports a cell may import as `microcanon/NAME`. */
export const coreRooms: readonly string[] = [
  'array',
  'random',
  'special',
  'statistics',
  'linear-algebra',
  'wavelet',
  'parallel',
  'energy',
  'model',
  'data-set',
  'algorithm',
  'flow',
  'divergence',
  'expectation',
  'study',
  'figure',
];

/** The part that a module belongs to: `chapter-NAME`, `room-NAME` for a late room, else `core`. */
export function partOfModule(module: string): string {
  const [room, chapter] = module.split('/');
  if (room === 'chapter') return `chapter-${chapter}`;
  return lateRooms.includes(room) ? `room-${room}` : 'core';
}

/** The parts that hold modules of the library, the core left out: late rooms, then chapters. */
export function modularParts(): string[] {
  const chapters = readdirSync(join(moduleFolder, 'chapter')).sort();
  return [...lateRooms.map((room) => `room-${room}`), ...chapters.map((chapter) => `chapter-${chapter}`)];
}

/** The modules of such a part, by their paths inside lib without extension. */
export function modulesOf(part: string): string[] {
  const folder = part.startsWith('room-') ? part.slice('room-'.length) : part.replace('-', '/');
  return readdirSync(join(moduleFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => posix.join(folder, file.replaceAll('\\', '/').replace(/\.js$/, '')))
    .sort();
}

/** The modules of other parts that the modules of a part import, by their paths inside lib without extension. */
export function importsOf(part: string): string[] {
  const own = modulesOf(part);
  const imported = own.flatMap((module) => {
    const text = readFileSync(join(moduleFolder, `${module}.js`), 'utf8');
    return [...text.matchAll(/\bfrom\s*"(\.[^"]+)\.js"/g)].map(([, path]) => posix.join(posix.dirname(module), path));
  });
  return [...new Set(imported)].filter((module) => partOfModule(module) !== part).sort();
}

/** The parts that a part builds on, without those that these build on, and without the core. */
export function foundationsOf(part: string): string[] {
  const below = importsOf(part).map(partOfModule);
  return [...new Set(below)].filter((one) => one !== 'core').sort();
}
