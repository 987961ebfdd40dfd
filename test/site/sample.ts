import type { Cell, Notebook, Output } from '../../lib/site/notebook.js';

/** A prose cell. */
export function prose(source: string): Cell {
  return { id: 'prose', cell_type: 'markdown', metadata: {}, source };
}

/** A code cell, with what it gave. */
export function code(source: string, ...outputs: Output[]): Cell {
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
export function result(data: Record<string, unknown>): Output {
  return { output_type: 'execute_result', data, metadata: {}, execution_count: 1 };
}
