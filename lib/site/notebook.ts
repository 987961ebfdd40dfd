import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { writeWhole } from '../host/node/whole-file.js';
import type { MultilineText } from '../jupyter/index.js';
import { type ShownOutput, textOf } from './cell-output.js';
import { CommandError } from './command-error.js';

export { textOf };

/** An output as a notebook's file may hold it, written by this project or by another program. */
export type StoredOutput = ShownOutput;

/** One cell of a notebook. */
export interface Cell {
  id?: string;
  cell_type: 'code' | 'markdown' | 'raw';
  source: MultilineText;
  metadata: Record<string, unknown>;
  attachments?: Record<string, Record<string, string>>;
  outputs?: StoredOutput[];
  execution_count?: number | null;
}

/** The cell at which a notebook stopped. */
export interface CellFailure {
  /** Number of the cell from 1, cells of prose counted. */
  readonly cell: number;
  readonly firstLine: string;
  /** Name and message of the error. */
  readonly error: string;
}

/** Facts of an execution, which the executed copy has in its metadata. */
export interface NotebookRun {
  readonly profile: string;
  readonly seconds: number;
  /** Day of the execution, `YYYY-MM-DD`; absent in copies that earlier versions executed. */
  readonly date?: string;
  /** Commit of the checkout that executed it; absent outside a checkout. */
  readonly revision?: string;
  readonly failure?: CellFailure;
  /** Assets, `PACKAGE/PATH`, and packages that the cells read, which a page must bring; absent in copies of earlier versions. */
  readonly reads?: readonly string[];
}

/** A Jupyter notebook, format 4. */
export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

function isCell(value: unknown): value is Cell {
  const cell = value as Cell | null;
  return (
    typeof cell === 'object' &&
    cell !== null &&
    ['code', 'markdown', 'raw'].includes(cell.cell_type) &&
    (typeof cell.source === 'string' || Array.isArray(cell.source))
  );
}

/**
 * Reads a notebook file.
 * @throws CommandError naming the file when it is not JSON or not a notebook of format 4
 */
export function readNotebook(file: string): Notebook {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `readNotebook: ${basename(file)} is no JSON (${(error as Error).message}); repair or restore the file`,
    );
  }
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells) || !notebook.cells.every(isCell)) {
    throw new CommandError(`readNotebook: ${basename(file)} is no notebook of format 4; save it again from Jupyter`);
  }
  return notebook;
}

/** File names of the notebooks in a folder, sorted. */
export function notebooksIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb'))
    .sort();
}

/** Writes a notebook in Jupyter's layout, with one blank of indentation per level. */
export function writeNotebook(file: string, notebook: Notebook): void {
  writeWhole(file, `${JSON.stringify(notebook, null, 1)}\n`);
}
