import type { Notebook } from './notebook-format.js';
import { packedText } from './packed-text.js';
import { withoutFigures } from './published-figures.js';

/**
 * The script that gives a page its notebook, when a reader downloads it with changes: a page from the file system can read the
 * notebook's file in no other way. The data of figures are left out, since the page has them.
 */
export function notebookScript(notebook: Notebook): string {
  return `microcanonNotebook = '${packedText(JSON.stringify(withoutFigures(notebook)))}';\n`;
}
