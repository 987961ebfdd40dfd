import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from '../study/chapter.js';
import type { Claim, Prediction } from '../study/claim.js';
import type { Rebuilder } from '../study/rebuilder.js';
import type { Runnable } from '../study/runnable.js';

const folder = join(__dirname, '..', 'chapter');
let found: readonly Chapter[] | undefined;

/** The chapters of the workbook, one for each folder of lib/chapter, in the order of their notebooks. */
function chapters(): readonly Chapter[] {
  found ??= readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => chapterOf(name))
    .sort((a, b) => (a.notebooks[0] < b.notebooks[0] ? -1 : 1));
  return found;
}

function chapterOf(name: string): Chapter {
  const { chapter } = require(join(folder, name, 'index.js')) as { readonly chapter?: Chapter };
  if (chapter?.name !== name) {
    throw new TypeError(
      `chapters: lib/chapter/${name}/index.ts has no export 'chapter' whose name is ${name} (it is ${chapter?.name}); export it`,
    );
  }
  return chapter;
}

/** The paper's claims that a number can check, chapter by chapter. */
export function claims(): Claim[] {
  return chapters().flatMap((chapter) => chapter.claims?.() ?? []);
}

/** The workbook's own predictions, chapter by chapter. */
export function predictions(): Prediction[] {
  return chapters().flatMap((chapter) => chapter.predictions?.() ?? []);
}

/** The experiments that the command line runs, chapter by chapter. */
export function runnables(): Runnable[] {
  return chapters().flatMap((chapter) => chapter.runnables ?? []);
}

/** What makes experiments again from stored results, by the modules that define them. */
export function rebuilders(): Readonly<Record<string, Rebuilder>> {
  return Object.fromEntries(
    chapters().flatMap(({ name, experiments = {} }) =>
      Object.entries(experiments).map(([module, make]) => [`chapter/${name}/${module}`, make] as const),
    ),
  );
}
