import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { writeWhole } from '../host/node/whole-file.js';
import { textOf } from './cell-output.js';
import { CommandError } from './command-error.js';
import { isNotebook, type Notebook } from './notebook-format.js';

export type { Cell, Notebook, StoredOutput } from './notebook-format.js';
export { textOf };

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

/**
 * Reads a notebook file.
 * @throws CommandError naming the file when it is not JSON or not a notebook of format 4
 */
export function readNotebook(file: string): Notebook {
  let notebook: unknown;
  try {
    notebook = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `readNotebook: ${basename(file)} is no JSON (${(error as Error).message}); repair or restore the file`,
    );
  }
  if (!isNotebook(notebook)) {
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

/** Writes a notebook without indentation, which would be a quarter of the file: numbers of figures would stand on lines of their own. */
export function writeNotebook(file: string, notebook: Notebook): void {
  writeWhole(file, `${JSON.stringify(notebook)}\n`);
}
