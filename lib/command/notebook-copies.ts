import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWhole, writeWhole } from '../host/node/whole-file.js';
import { CommandError } from '../site/command-error.js';
import { notebooksIn, readNotebook, textOf } from '../site/notebook.js';

/** Outcome of an update of a reader's copies. */
export interface NotebookCopies {
  /** Names of notebooks that had no copy. */
  readonly copied: string[];
  /** Unedited copies of notebooks that have changed, which were replaced. */
  readonly refreshed: string[];
  /** Edited copies of notebooks that have changed, which were left unchanged. */
  readonly kept: string[];
}

/** File with a digest of each notebook's cells at the time of the copy. */
const recordName = '.copied.json';

/** A digest of a notebook's cells without their outputs; undefined for a file that is no notebook. */
function cellsOf(file: string): string | undefined {
  try {
    const cells = readNotebook(file).cells.map(({ cell_type, source }) => [cell_type, textOf(source)]);
    return createHash('sha256').update(JSON.stringify(cells)).digest('hex');
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

function readRecord(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Copies notebooks for a reader to run and change. A copy is replaced when its notebook changes, until the reader edits a cell of
 * the copy; an edited copy is not written again. Outputs do not count as an edit.
 */
export function copyNotebooks(from: string, to: string): NotebookCopies {
  mkdirSync(to, { recursive: true });
  const recordFile = join(to, recordName);
  const record = readRecord(recordFile);
  const copies: NotebookCopies = { copied: [], refreshed: [], kept: [] };
  for (const name of notebooksIn(from)) {
    const [source, copy] = [join(from, name), join(to, name)];
    const now = cellsOf(source);
    const present = existsSync(copy);
    const own = present ? cellsOf(copy) : undefined;
    if (now === undefined) continue;
    if (own === now) {
      record[name] = now;
      continue;
    }
    if (present && (own === undefined || own !== record[name])) {
      if (record[name] !== now) copies.kept.push(name);
      continue;
    }
    copyWhole(source, copy);
    (present ? copies.refreshed : copies.copied).push(name);
    record[name] = now;
  }
  writeWhole(recordFile, `${JSON.stringify(record, null, 2)}\n`);
  return copies;
}
