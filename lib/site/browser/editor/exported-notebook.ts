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

/** Name of the metadata in which an executed notebook says how it was executed, which holds no more. */
const runFacts = 'microcanon';

/** Ids as format 4.5 asks for: of letters, digits, hyphens and low lines, none twice. */
function uniqueIds(): (wished: string | undefined, place: number) => string {
  const taken = new Set<string>();
  return (wished, place) => {
    const isFit = wished !== undefined && /^[\w-]{1,64}$/.test(wished) && !taken.has(wished);
    let id = isFit ? wished : `cell-${place}`;
    for (let k = 2; taken.has(id); k++) id = `cell-${place}-${k}`;
    taken.add(id);
    return id;
  };
}

/** A cell with what the format asks of its kind. */
function exportedCell(cell: Cell, id: string, found: CellOnPage | undefined, count: number): Cell {
  const { [runFacts]: _, ...metadata } = cell.metadata ?? {};
  const { cell_type, source, attachments } = cell;
  if (cell_type !== 'code') return { id, cell_type, metadata, source, ...(attachments && { attachments }) };
  const kept = { id, cell_type, metadata } as const;
  if (found === undefined || (found.outputs === undefined && found.code === found.published))
    return { ...kept, source, execution_count: cell.execution_count ?? null, outputs: cell.outputs ?? [] };
  const { code, outputs } = found;
  if (outputs === undefined) return { ...kept, source: code, execution_count: null, outputs: [] };
  const counted = outputs.map((output) =>
    output.output_type === 'execute_result' ? { ...output, execution_count: count } : output,
  );
  return { ...kept, source: code, execution_count: count, outputs: counted };
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
  const idOf = uniqueIds();
  let count = 0;
  const exported = published.cells.map((cell, index): Cell => {
    const found = onPage.get(index + 1);
    if (found?.outputs !== undefined) count++;
    return exportedCell(cell, idOf(cell.id, index + 1), found, count);
  });
  const { [runFacts]: _, ...metadata } = published.metadata ?? {};
  return { nbformat: 4, nbformat_minor: 5, metadata, cells: exported };
}
