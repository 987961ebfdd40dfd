import type { Cell, Notebook, StoredOutput } from '../../lib/site/notebook.js';

/** A prose cell. */
export function prose(source: string): Cell {
  return { id: 'prose', cell_type: 'markdown', metadata: {}, source };
}

/** A code cell, with what it gave. */
export function code(source: string, ...outputs: StoredOutput[]): Cell {
  return {
    id: 'code',
    cell_type: 'code',
    metadata: {},
    source,
    outputs,
    execution_count: outputs.length > 0 ? 1 : null,
  };
}

export function notebook(...cells: Cell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

/** The result of a cell's last expression. */
export function result(data: Record<string, unknown>): StoredOutput {
  return { output_type: 'execute_result', data, metadata: {}, execution_count: 1 };
}
