import { strFromU8, unzlibSync } from 'fflate';
import { fromBase64 } from '../../../host/base64.js';
import type { Notebook } from '../../notebook.js';
import { loadPart } from '../live/parts.js';

declare global {
  /** The notebook of the page: set by the page of a reader's own notebook, and as packed text by the script of a published one. */
  var microcanonNotebook: Notebook | string | undefined;
}

/**
 * The notebook that a page shows, with its published outputs.
 * @throws Error when the script with the notebook is not beside the page
 */
export async function publishedNotebook(name: string): Promise<Notebook> {
  if (globalThis.microcanonNotebook === undefined) await loadPart(`notebook-${name}`);
  const found = globalThis.microcanonNotebook;
  if (found === undefined) throw new Error(`assets/live/notebook-${name}.js has no notebook; build the site again`);
  return typeof found === 'string' ? JSON.parse(strFromU8(unzlibSync(fromBase64(found)))) : found;
}
