import type { Bibliography } from './bibliography.js';
import { document } from './frame.js';
import { embeddedJson, html } from './markup.js';

/** Name of the page on which a reader opens a notebook from the disk, without `.html`. */
export const ownPageName = 'own';

/** Id of the element with the labels of the works that a notebook may cite, by their keys. */
const worksId = 'works';

/** The page on which a reader opens a notebook from the disk. @param works what its prose may cite */
export function ownPage(works: Pick<Bibliography, 'entries' | 'label'>): string {
  const labels = Object.fromEntries(works.entries().map(({ key }) => [key, works.label(key)]));
  const content = html`<article class="own" data-parts="" data-notebook="" data-revision="">
<div class="opening">
<h1>A notebook of your own</h1>
<p>Open a Jupyter notebook (<code>.ipynb</code>) whose cells are TypeScript, such as one that you downloaded from a page of this workbook. It stays in this browser: nothing is sent anywhere, and no cell runs before you press ▶.</p>
<p class="drop"><label>Choose a notebook <input type="file" autocomplete="off" accept=".ipynb,application/json"></label> or drop it anywhere on this page.</p>
<p class="refusal" role="alert"></p>
<noscript><p>This page needs JavaScript.</p></noscript>
</div>
</article>
<script type="application/json" id="${worksId}">${embeddedJson(labels)}</script>
<script defer src="assets/live/own.js"></script>`;
  return document({
    title: 'A notebook of your own',
    description: 'Opens a notebook from the disk and runs its cells in the browser.',
    content,
    hasCode: true,
    hasFigures: true,
    hasFormulas: true,
    current: 'own',
  });
}
