import { type Notebook, textOf } from './notebook.js';

/** The address of a notebook's page, or of the page's cell with an id, else of its first cell that contains that text. */
export type CellAddress = (notebook: string, cell?: string) => string | undefined;

/**
 * Addresses within a site.
 * @param notebooks in reading order; a notebook is found by its name or by what its name begins with, such as `03` or `C`
 * @returns undefined for a notebook that the site lacks; the page alone where no cell has the id or contains the text
 */
export function cellAddresses(
  notebooks: readonly { readonly name: string; readonly notebook: Notebook }[],
): CellAddress {
  return (mark, cell) => {
    const found = notebooks.find(({ name }) => name === mark || name.startsWith(`${mark}-`));
    if (found === undefined) return undefined;
    const { cells } = found.notebook;
    const byId = cells.findIndex(({ id }) => cell !== undefined && id === cell);
    const index =
      byId >= 0 || cell === undefined ? byId : cells.findIndex(({ source }) => textOf(source).includes(cell));
    return `${found.name}.html${index === -1 ? '' : `#cell-${index + 1}`}`;
  };
}
