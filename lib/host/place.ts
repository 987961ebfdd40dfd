import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { libraryFolder } from './library-folder.js';

/** A folder that this project writes into, and the environment variable that names another. */
export interface Place {
  readonly folder: string;
  readonly variable: string;
}

/** The folder that a variable names, or one of this checkout. */
function placeOf(variable: string, ...own: readonly string[]): Place {
  return { folder: resolve(process.env[variable] || join(libraryFolder(), ...own)), variable };
}

/** Where results are kept as they are computed: MICROCANON_CACHE, or data/cache of this checkout. */
export const cachePlace = (): Place => placeOf('MICROCANON_CACHE', 'data', 'cache');

/** Where results are kept with the sources, for readers who cannot wait for them: MICROCANON_RESULTS, or data/results. */
export const resultsPlace = (): Place => placeOf('MICROCANON_RESULTS', 'data', 'results');

/** Where fetched series are kept: MICROCANON_FETCHED, or data/fetched. */
export const fetchedPlace = (): Place => placeOf('MICROCANON_FETCHED', 'data', 'fetched');

/** Where the static workbook is written: MICROCANON_SITE, or site. */
export const sitePlace = (): Place => placeOf('MICROCANON_SITE', 'site');

/** A place that cannot be written: its message is a sentence that names the folder, the reason and the variable that moves it. */
export class UnwritableError extends Error {
  override name = 'UnwritableError';
}

/**
 * Does work that writes into a place, which is made when absent.
 * @throws UnwritableError when the file system refuses: no permission, a disk that is full or read-only, a file in the folder's stead
 */
export function writingInto<Outcome>({ folder, variable }: Place, work: () => Outcome): Outcome {
  try {
    mkdirSync(folder, { recursive: true });
    return work();
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw cause;
    throw new UnwritableError(
      `${folder} cannot be written (${code}); set ${variable} to a folder that can be written`,
      { cause },
    );
  }
}

/** What is wrong with a place, when it cannot be written; found out by writing a file of a few bytes and removing it. */
export function complaintOf(place: Place): string | undefined {
  const file = join(place.folder, `.${randomUUID()}.tmp`);
  try {
    writingInto(place, () => writeFileSync(file, 'microcanon'));
    return undefined;
  } catch (error) {
    if (error instanceof UnwritableError) return error.message;
    throw error;
  } finally {
    try {
      rmSync(file, { force: true });
    } catch {
      // It is not there.
    }
  }
}
