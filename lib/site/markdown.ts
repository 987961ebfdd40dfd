import { type Bibliography, bibliography } from './bibliography.js';
import { type Prose, proseOver } from './prose-renderer.js';
import { sanitise } from './sanitiser.js';

export type { Heading, Prose } from './prose-renderer.js';

/**
 * The renderer of one page's prose when a site is built.
 * @param pages names of the site's notebooks, without `.ipynb`
 * @param works what the prose may cite
 */
export function prose(pages: ReadonlySet<string>, works: Bibliography = bibliography([])): Prose {
  return proseOver({ pages, works, sanitise });
}
