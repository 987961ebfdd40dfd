import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Place, TextStore } from '../host.js';
import { noteRead, noteStoreUse } from '../reads.js';
import { type Folder, variables } from '../settings.js';
import { writingInto } from './place.js';
import { writeWhole } from './whole-file.js';

/** A text as the asset that a page looks for, wherever the place lies on this machine; undefined of other places. */
function assetOf({ variable }: Place, name: string): string | undefined {
  const folder = (['cache', 'results', 'fetched'] satisfies Folder[]).find((one) => variables[one] === variable);
  return folder && `microcanon/data/${folder}/${name}`;
}

function note(place: Place, name: string): void {
  const asset = assetOf(place, name);
  if (asset !== undefined) noteRead(asset);
}

function noteUse(what: 'sought' | 'written', place: Place, name: string): void {
  const asset = assetOf(place, name);
  if (asset !== undefined) noteStoreUse(what, asset);
}

/** Texts as the files of a folder, which is made when absent. */
export function folderStore(place: Place): TextStore {
  const pathOf = (name: string): string => join(place.folder, name);
  return {
    pathOf,
    read(name) {
      noteUse('sought', place, name);
      try {
        const text = readFileSync(pathOf(name), 'utf8');
        note(place, name);
        return text;
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
        throw error;
      }
    },
    write(name, text) {
      noteUse('written', place, name);
      writingInto(place, () => writeWhole(pathOf(name), text));
      // Another run would read it: what a notebook asks for must not depend on what lay in the cache.
      note(place, name);
    },
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
