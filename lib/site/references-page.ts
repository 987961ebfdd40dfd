import type { Bibliography } from './bibliography.js';
import type { Citation } from './citations.js';
import { document } from './frame.js';
import { html, type Markup } from './markup.js';

/** The citations of one page. */
export interface CitingPage {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly citations: readonly Citation[];
}

/** Links back to each place that cites a work: a page's mark, and numbers where it cites the work more than once. */
function placesOf(key: string, pages: readonly CitingPage[]): Markup | undefined {
  const places = pages
    .map((page) => ({ ...page, citations: page.citations.filter((citation) => citation.key === key) }))
    .filter(({ citations }) => citations.length > 0)
    .map(
      ({ name, title, citations: [first, ...others] }, index) =>
        html`${index === 0 ? '' : '; '}<a href="${name}.html#${first.anchor}" title="${title}">${
          name.split('-')[0]
        }</a>${others.map(({ anchor }, other) => html`, <a href="${name}.html#${anchor}" aria-label="${title}, place ${other + 2}">${other + 2}</a>`)}`,
    );
  return places.length === 0 ? undefined : html` <span class="cited">Cited in ${places}.</span>`;
}

/** The page of the cited works, each with links to its citations. */
export function referencesPage(bibliography: Bibliography, pages: readonly CitingPage[]): string {
  const content = html`<article>
<h1>References</h1>
<ul class="references">${bibliography.entries().map(
    ({ key, entry }) => html`<li id="${key}">${entry}${placesOf(key, pages)}</li>
`,
  )}</ul>
</article>`;
  return document({
    title: 'References',
    description: 'The works that this workbook cites.',
    content,
    current: 'references',
  });
}
