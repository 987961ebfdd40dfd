import type { CellAddress } from './cell-address.js';
import { html, type Markup } from './markup.js';
import { paperPlaces } from './paper-places.js';

/** A table of the paper's equations, figures and tables with the cells that show them; those whose notebook the site lacks are left out. */
export function paperPlacesList(addressOf: CellAddress): Markup | undefined {
  const rows = paperPlaces.flatMap(({ name, shows, notebook, cell }) => {
    const address = addressOf(notebook, cell);
    return address === undefined
      ? []
      : [
          html`<tr><th scope="row"><a href="${address}">${name}</a></th><td>${shows}</td><td class="mark">${notebook}</td></tr>
`,
        ];
  });
  if (rows.length === 0) return undefined;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Places in the paper"><table class="places">
<thead><tr><th scope="col">In the paper</th><th scope="col">What it shows</th><th scope="col">Notebook</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
