import { type Notebook, textOf } from './notebook.js';

/** The address of a notebook's page, or of the page's first cell that contains a text. */
export type CellAddress = (notebook: string, text?: string) => string | undefined;

/**
 * Addresses within a site.
 * @param notebooks in reading order; a notebook is found by its name or by what its name begins with, such as `03` or `C`
 * @returns undefined for a notebook that the site lacks; the page alone where no cell contains the text
 */
export function cellAddresses(
  notebooks: readonly { readonly name: string; readonly notebook: Notebook }[],
): CellAddress {
  return (mark, text) => {
    const found = notebooks.find(({ name }) => name === mark || name.startsWith(`${mark}-`));
    if (found === undefined) return undefined;
    const index =
      text === undefined ? -1 : found.notebook.cells.findIndex(({ source }) => textOf(source).includes(text));
    return `${found.name}.html${index === -1 ? '' : `#cell-${index + 1}`}`;
  };
}
