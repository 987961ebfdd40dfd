import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, UnwritableError } from '../host.js';

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
      // The file was never written, or is gone already.
    }
  }
}
