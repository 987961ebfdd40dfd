import type { KernelClient } from '../kernel';
import { Cell, CellFailure, Notebook, Output, textOf } from './notebook';

/** A running kernel, as far as executing a notebook needs it. */
export type Session = Pick<KernelClient, 'execute'>;

/** A notebook with its outputs, and how the execution went. */
export interface ExecutedNotebook {
  readonly notebook: Notebook;
  /** Wall time in seconds of each cell that ran, 0 for prose. */
  readonly cellSeconds: readonly number[];
  readonly failure?: CellFailure;
}

function firstLineOf(cell: Cell): string {
  return textOf(cell.source).split('\n').map((line) => line.trim()).find((line) => line !== '') ?? '';
}

/** Runs one cell; its outputs end up in the cell, its error (if any) is returned. */
async function executeCell(cell: Cell, session: Session): Promise<string | undefined> {
  const seen = new Set<Output>();
  try {
    const { status, executionCount, outputs, error } = await session.execute(textOf(cell.source), {
      onOutput: (output) => seen.add(output),
    });
    cell.outputs = outputs;
    cell.execution_count = executionCount;
    return status === 'ok' ? undefined : `${error?.ename ?? 'Error'}: ${error?.evalue ?? 'the kernel gave no reason'}`;
  } catch (error) {
    // The kernel is gone: what it had said before is all there is.
    const { name, message } = error as Error;
    cell.outputs = [...seen, { output_type: 'error', ename: name, evalue: message, traceback: [`${name}: ${message}`] }];
    return `${name}: ${message}`;
  }
}

function mayFail(cell: Cell): boolean {
  return (cell.metadata?.tags as string[] | undefined)?.includes('raises-exception') === true;
}

/**
 * Runs the code cells of a notebook in order and stops at the first that fails, unless that cell carries the tag
 * `raises-exception`. The given notebook is left as it was.
 * @param onCell called with the index of each cell before it runs
 */
export async function executeNotebook(source: Notebook, session: Session, onCell: (index: number) => void = () => {}): Promise<ExecutedNotebook> {
  const notebook = structuredClone(source);
  const cellSeconds: number[] = [];
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'code') Object.assign(cell, { outputs: [], execution_count: null });
  }
  for (const [index, cell] of notebook.cells.entries()) {
    onCell(index);
    if (cell.cell_type !== 'code' || textOf(cell.source).trim() === '') {
      cellSeconds.push(0);
      continue;
    }
    const start = performance.now();
    const error = await executeCell(cell, session);
    cellSeconds.push((performance.now() - start) / 1000);
    if (error !== undefined && !mayFail(cell)) {
      return { notebook, cellSeconds, failure: { cell: index + 1, firstLine: firstLineOf(cell), error } };
    }
  }
  return { notebook, cellSeconds };
}
