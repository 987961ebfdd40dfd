import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file beside its place, then renames it: a reader, or a run that is killed, finds the old file or the new one. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  // Not the process's number: two machines that share a folder may have processes of the same one.
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, content);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Copies a file in the same way. */
export function copyWhole(from: string, to: string): void {
  writeWhole(to, readFileSync(from));
}
