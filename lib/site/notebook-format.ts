import type { MultilineText } from '../cell/index.js';
import type { ShownOutput } from './cell-output.js';

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

/** Whether parsed JSON is a notebook of format 4, as far as its cells go. */
export function isNotebook(value: unknown): value is Notebook {
  const notebook = value as Notebook | null;
  return notebook?.nbformat === 4 && Array.isArray(notebook.cells) && notebook.cells.every(isCell);
}
