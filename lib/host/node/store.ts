import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Place, TextStore } from '../host.js';
import { noteRead } from '../reads.js';
import { libraryFolder } from './library-folder.js';
import { writingInto } from './place.js';
import { writeWhole } from './whole-file.js';

/** A file of the library's folder as an asset. */
function assetOf(path: string): string {
  return `microcanon/${relative(libraryFolder(), path).split(sep).join('/')}`;
}

/** Texts as the files of a folder, which is made when absent. */
export function folderStore(place: Place): TextStore {
  const pathOf = (name: string): string => join(place.folder, name);
  return {
    pathOf,
    read(name) {
      try {
        const text = readFileSync(pathOf(name), 'utf8');
        noteRead(assetOf(pathOf(name)));
        return text;
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
