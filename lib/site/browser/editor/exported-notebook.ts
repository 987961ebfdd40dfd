import type { CellOutput } from '../../../cell/index.js';
import type { Cell, Notebook } from '../../notebook.js';

/** A code cell as it stands on a page. */
export interface CellOnPage {
  /** Place among all cells of the notebook, from 1. */
  readonly number: number;
  readonly code: string;
  readonly published: string;
  /** What the latest run of this very code gave; undefined without such a run. */
  readonly outputs: readonly CellOutput[] | undefined;
}

/**
 * A notebook as it stands on a page: the reader's code, with the outputs of the page's runs where this code ran, else the published
 * outputs where the code is the published one, else none.
 * @param published the notebook of the page, format 4
 * @param cells the code cells of the page
 * @returns format 4.5
 */
export function exportedNotebook(published: Notebook, cells: readonly CellOnPage[]): Notebook {
  const onPage = new Map(cells.map((cell) => [cell.number, cell]));
  let count = 0;
  const exported = published.cells.map((cell, index): Cell => {
    const id = cell.id ?? `cell-${index + 1}`;
    const { [runFacts]: _, ...metadata } = cell.metadata ?? {};
    const found = onPage.get(index + 1);
    if (cell.cell_type !== 'code' || found === undefined) return { ...cell, id, metadata };
    const { code, outputs } = found;
    if (outputs === undefined && code === found.published) return { ...cell, id, metadata };
    const executed = outputs === undefined ? null : ++count;
    return {
      id,
      cell_type: 'code',
      metadata,
      source: code,
      execution_count: executed,
      outputs: (outputs ?? []).map((output) =>
        output.output_type === 'execute_result' ? { ...output, execution_count: executed ?? 1 } : output,
      ),
    };
  });
  const { [runFacts]: _, ...metadata } = published.metadata;
  return { nbformat: 4, nbformat_minor: 5, metadata, cells: exported };
}

/** Name of the metadata in which an executed notebook says how it was executed, which holds no more. */
const runFacts = 'microcanon';
