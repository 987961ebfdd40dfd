import type { Notebook } from '../../notebook-format.js';
import { unpackedText } from '../../packed-text.js';
import { withFigures } from '../../published-figures.js';
import { loadPart } from '../live/parts.js';

declare global {
  /** The notebook of the page: set by the page of a reader's own notebook, and as packed text by the script of a published one. */
  var microcanonNotebook: Notebook | string | undefined;
}

/**
 * The notebook that a page shows, with its published outputs; pictures of figures are left out.
 * @throws Error when the script with the notebook is not beside the page
 */
export async function publishedNotebook(name: string): Promise<Notebook> {
  if (globalThis.microcanonNotebook === undefined) await loadPart(`notebook-${name}`);
  const found = globalThis.microcanonNotebook;
  if (found === undefined) throw new Error(`assets/live/notebook-${name}.js has no notebook; build the site again`);
  if (typeof found !== 'string') return found;
  return withFigures(JSON.parse(unpackedText(found)), (id) => microcanonPage.publishedFigure(id)?.data);
}
