import type { Frame } from './frame.js';
import { document } from './frame.js';
import { prose } from './markdown.js';
import { html } from './markup.js';

/** A page of prose, whose title is the first heading. */
export function textPage(current: Frame['current'], source: string, pages: ReadonlySet<string>): string {
  const title = /^#\s+(.+)$/m.exec(source)?.[1] ?? current;
  const content = html`<article class="prose">${prose(pages).cell({ source })}</article>`;
  return document({ title, description: title, content, hasFormulas: true, current });
}
