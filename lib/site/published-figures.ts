import { plotlyType, storedFigure } from './cell-output.js';
import type { Notebook, StoredOutput } from './notebook-format.js';

/** A notebook whose outputs with figures are changed. @param change given the bundle and the id of the figure's element on the page */
export function withFigureBundles(
  notebook: Notebook,
  change: (data: Readonly<Record<string, unknown>>, id: string) => Readonly<Record<string, unknown>>,
): Notebook {
  let count = 0;
  const changed = (output: StoredOutput): StoredOutput =>
    storedFigure(output) === undefined || !('data' in output)
      ? output
      : { ...output, data: change(output.data, `figure-${++count}`) };
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    ...(cell.outputs !== undefined && { outputs: cell.outputs.map(changed) }),
  }));
  return { ...notebook, cells };
}

/**
 * A published notebook without what its page has: the traces of its figures, which stand in the page's elements `figure-1`, `figure-2`,
 * …, and the pictures of them, which are far larger and can be drawn again.
 */
export function withoutFigures(notebook: Notebook): Notebook {
  return withFigureBundles(notebook, ({ 'image/png': _, [plotlyType]: figure, ...data }) => {
    const { data: traces, ...rest } = figure as { readonly data?: unknown };
    return { ...data, [plotlyType]: rest };
  });
}

/** The notebook with the traces of its figures again. @param tracesOf the traces of the element with an id; undefined where there are none */
export function withFigures(notebook: Notebook, tracesOf: (id: string) => readonly object[] | undefined): Notebook {
  return withFigureBundles(notebook, (data, id) => ({
    ...data,
    [plotlyType]: { data: tracesOf(id) ?? [], ...(data[plotlyType] as object) },
  }));
}
