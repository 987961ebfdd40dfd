import { document } from './frame';
import type { Frame } from './frame';
import { html } from './markup';
import { prose } from './markdown';

/** A page of prose alone; its title is its first heading. */
export function textPage(current: Frame['current'], source: string, pages: ReadonlySet<string>): string {
  const title = /^#\s+(.+)$/m.exec(source)?.[1] ?? current;
  const content = html`<article class="prose">${prose(pages).cell({ source })}</article>`;
  return document({ title, description: title, content, hasFormulas: true, current });
}
