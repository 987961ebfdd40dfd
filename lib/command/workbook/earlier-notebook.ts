import { join } from 'node:path';
import { CommandError } from '../../site/command-error.js';
import { readExecutedCopy } from '../../site/executed-copy.js';
import { type Cell, type Notebook, type NotebookRun, readNotebook, textOf } from '../../site/notebook.js';
import type { SiteNotebook } from '../../site/site.js';
import type { WorkbookPlan } from './run-notebooks.js';

/** A notebook's file name without `.ipynb`. */
export function nameOf(file: string): string {
  return file.replace(/\.ipynb$/, '');
}

/** The notebook with the facts of a run. */
export function withRun(notebook: Notebook, run: NotebookRun): Notebook {
  return { ...notebook, metadata: { ...notebook.metadata, microcanon: run } };
}

/** The executed copy of an earlier build; undefined where it is absent or cannot be read. */
function executedCopy(site: string, name: string): { notebook: Notebook; run: NotebookRun } | undefined {
  try {
    const notebook = readExecutedCopy(site, name);
    const run = notebook.metadata?.microcanon as NotebookRun | undefined;
    return typeof run?.profile === 'string' && typeof run.seconds === 'number' ? { notebook, run } : undefined;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

const codeCells = ({ cells }: Notebook): Cell[] => cells.filter(({ cell_type }) => cell_type === 'code');

/**
 * The notebook with the outputs of an earlier build if its code is unchanged since, else without outputs. Prose is always the current
 * one.
 */
export function earlierNotebook(
  plan: Pick<WorkbookPlan, 'notebooksFolder' | 'siteFolder'>,
  file: string,
): SiteNotebook {
  const name = nameOf(file);
  const notebook = readNotebook(join(plan.notebooksFolder, file));
  const executed = executedCopy(plan.siteFolder, name);
  const sources = (one: Notebook) => JSON.stringify(codeCells(one).map(({ source }) => textOf(source)));
  if (executed === undefined || sources(executed.notebook) !== sources(notebook)) return { name, notebook };
  const old = codeCells(executed.notebook);
  codeCells(notebook).forEach((cell, index) => {
    cell.outputs = old[index].outputs;
    cell.execution_count = old[index].execution_count;
  });
  const { failure } = executed.run;
  // Cells of prose may have been added or removed, so that the failed cell may have another number now.
  const failed = failure && old.indexOf(executed.notebook.cells[failure.cell - 1]);
  const run = failure
    ? { ...executed.run, failure: { ...failure, cell: 1 + notebook.cells.indexOf(codeCells(notebook)[failed!]) } }
    : executed.run;
  return { name, notebook: withRun(notebook, run), run };
}
