import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Place, TextStore } from '../host.js';
import { writingInto } from './place.js';
import { writeWhole } from './whole-file.js';

/** Texts as the files of a folder, which is made when absent. */
export function folderStore(place: Place): TextStore {
  const pathOf = (name: string): string => join(place.folder, name);
  return {
    pathOf,
    read(name) {
      try {
        return readFileSync(pathOf(name), 'utf8');
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
        throw error;
      }
    },
    write: (name, text) => writingInto(place, () => writeWhole(pathOf(name), text)),
    remove(name) {
      try {
        rmSync(pathOf(name), { force: true });
      } catch {
        // A place that cannot be written is reported when it is written.
      }
    },
    list() {
      try {
        return readdirSync(place.folder).sort();
      } catch {
        return [];
      }
    },
  };
}
