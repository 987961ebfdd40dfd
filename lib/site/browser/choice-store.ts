import { sayOnPage } from './page-line.js';

let hasSaid = false;

/**
 * Keeps a choice of the reader's for later visits; undefined takes it back. Where the browser denies its storage or has no room, the
 * page says so once, and the choice holds as long as the page.
 */
export function keepChoice(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`microcanon.${name}`);
    else localStorage.setItem(`microcanon.${name}`, value);
  } catch {
    if (!hasSaid)
      sayOnPage(
        'This browser keeps nothing for this page (its storage is denied or full): what you choose holds until you leave.',
      );
    hasSaid = true;
  }
}
