import type { StoreUse } from '../../host/index.js';
import type { KernelClient, UncaughtError } from '../../jupyter/index.js';
import { type Cell, type CellFailure, type Notebook, type StoredOutput, textOf } from '../../site/notebook.js';

/** The methods of a running kernel that the execution of a notebook calls. */
export type NotebookKernel = Pick<KernelClient, 'execute' | 'uncaught' | 'reads' | 'storeUse'>;

/** A notebook with its outputs, and facts of the execution. */
export interface ExecutedNotebook {
  readonly notebook: Notebook;
  /** Wall time in seconds of each cell that ran, 0 for prose. */
  readonly cellSeconds: readonly number[];
  readonly failure?: CellFailure;
  /** Assets and packages that the cells have read. */
  readonly reads: readonly string[];
  /** Files of stores that the cells have looked for and written. */
  readonly storeUse: StoreUse;
}

/** The first line of a cell that is not empty. */
export function firstLineOf(cell: Cell): string {
  return (
    textOf(cell.source)
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '') ?? ''
  );
}

/** Runs one cell and stores its outputs in the cell. @returns name and message of its error, if any */
async function executeCell(cell: Cell, kernel: NotebookKernel): Promise<string | undefined> {
  const seen = new Set<StoredOutput>();
  try {
    const { status, executionCount, outputs, error } = await kernel.execute(textOf(cell.source), {
      onOutput: (output) => seen.add(output),
    });
    cell.outputs = outputs;
    cell.execution_count = executionCount;
    return status === 'ok' ? undefined : `${error?.ename ?? 'Error'}: ${error?.evalue ?? 'the kernel gave no reason'}`;
  } catch (error) {
    // The kernel has ended: the cell keeps the outputs that came before.
    const { name, message } = error as Error;
    cell.outputs = [
      ...seen,
      { output_type: 'error', ename: name, evalue: message, traceback: [`${name}: ${message}`] },
    ];
    return `${name}: ${message}`;
  }
}

function mayFail(cell: Cell): boolean {
  return (cell.metadata?.tags as string[] | undefined)?.includes('raises-exception') === true;
}

/** Appends an error that came after the last cell to the outputs of the cell that caused it. */
function showLate(cell: Cell, { traceback }: UncaughtError): void {
  cell.outputs ??= [];
  cell.outputs.push({ output_type: 'stream', name: 'stderr', text: `Uncaught: ${traceback.join('\n')}\n` });
}

/** The first failure among the errors that no cell caught; none for a kernel that has ended, whose last cell shows why. */
async function uncaughtFailure(notebook: Notebook, kernel: NotebookKernel): Promise<CellFailure | undefined> {
  const errors = await kernel.uncaught().catch((): UncaughtError[] => []);
  const failures = errors.flatMap((error) => {
    const found = notebook.cells.findIndex((cell) => cell.cell_type === 'code' && cell.execution_count === error.cell);
    const index = found < 0 ? notebook.cells.findLastIndex((cell) => cell.cell_type === 'code') : found;
    const cell = notebook.cells[index];
    if (!error.isShown) showLate(cell, error);
    return mayFail(cell)
      ? []
      : [{ cell: index + 1, firstLine: firstLineOf(cell), error: `uncaught ${error.ename}: ${error.evalue}` }];
  });
  return failures.sort((a, b) => a.cell - b.cell)[0];
}

/**
 * Runs the code cells of a notebook in order and stops at the first that fails, unless that cell has the tag
 * `raises-exception`. An error that no cell catches, such as that of a promise without a handler, fails the notebook too, after
 * its other cells have run. `source` is not changed.
 * @param onCell called with the index of each cell before it runs
 */
export async function executeNotebook(
  source: Notebook,
  kernel: NotebookKernel,
  onCell: (index: number) => void = () => {},
): Promise<ExecutedNotebook> {
  const notebook = structuredClone(source);
  const cellSeconds: number[] = [];
  let failure: CellFailure | undefined;
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
    const error = await executeCell(cell, kernel);
    cellSeconds.push((performance.now() - start) / 1000);
    if (error === undefined || mayFail(cell)) continue;
    failure = { cell: index + 1, firstLine: firstLineOf(cell), error };
    break;
  }
  const uncaught = await uncaughtFailure(notebook, kernel);
  // A kernel that has ended tells nothing.
  const reads = await kernel.reads().catch((): string[] => []);
  const storeUse = await kernel.storeUse().catch((): StoreUse => ({ sought: [], written: [] }));
  return { notebook, cellSeconds, failure: failure ?? uncaught, reads, storeUse };
}

/** A notebook none of whose cells ran, because no kernel started. */
export function unexecutedNotebook(source: Notebook, { name, message }: Error): ExecutedNotebook {
  const notebook = structuredClone(source);
  const codeCells = notebook.cells.filter(({ cell_type }) => cell_type === 'code');
  for (const cell of codeCells) Object.assign(cell, { outputs: [], execution_count: null });
  const cell = 1 + notebook.cells.indexOf(codeCells[0]);
  const firstLine = codeCells.length > 0 ? firstLineOf(codeCells[0]) : '';
  const failure = { cell, firstLine, error: `${name}: ${message}` };
  return { notebook, cellSeconds: [], failure, reads: [], storeUse: { sought: [], written: [] } };
}
