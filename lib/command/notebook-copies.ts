import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWhole, writeWhole } from '../host/node/whole-file.js';
import { CommandError } from '../site/command-error.js';
import { notebooksIn, readNotebook, textOf } from '../site/notebook.js';

/** What became of a reader's copies of the notebooks. */
export interface NotebookCopies {
  /** Names of notebooks that had no copy. */
  readonly copied: string[];
  /** Copies that nobody edited, of notebooks that changed since. */
  readonly refreshed: string[];
  /** Copies that the reader edited and whose notebooks changed since: they are left as they are. */
  readonly kept: string[];
}

/** What the cells of each notebook were when it was copied. */
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
 * Gives a reader copies of notebooks to run and to change. A copy follows its notebook until the reader edits a cell of it;
 * then it is the reader's, and is never written again. Outputs alone are no edit.
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
