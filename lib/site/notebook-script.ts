import { strToU8, zlibSync } from 'fflate';
import { toBase64 } from '../host/index.js';
import { plotlyType } from './cell-output.js';
import type { Cell, Notebook, StoredOutput } from './notebook.js';

/** A figure's bundle without the picture of it, which is far larger: a page can draw the figure. */
function withoutPicture(output: StoredOutput): StoredOutput {
  if (!('data' in output) || output.data[plotlyType] === undefined) return output;
  const { 'image/png': _, ...data } = output.data;
  return { ...output, data };
}

/**
 * The script that gives a page its notebook, when a reader downloads it with changes: a page from the file system can read the
 * notebook's file in no other way.
 */
export function notebookScript(notebook: Notebook): string {
  const cells = notebook.cells.map(
    (cell): Cell => (cell.outputs === undefined ? cell : { ...cell, outputs: cell.outputs.map(withoutPicture) }),
  );
  const packed = zlibSync(strToU8(JSON.stringify({ ...notebook, cells })), { level: 9 });
  return `microcanonNotebook = '${toBase64(packed)}';\n`;
}
