import { type Difference, differenceInWords } from '../../difference.js';
import { original } from '../original.js';

/** Writes below an output how it differs from what was published, with a button that shows the latter; undefined: nothing was. */
export function writeNote(slot: HTMLElement, difference: Difference | undefined): void {
  removeNote(slot);
  const line = document.createElement('p');
  line.className = 'beside';
  line.dataset.difference = difference?.kind ?? 'new';
  line.append(
    difference === undefined ? `Not among what was ${original()}.` : differenceInWords(difference, original()),
  );
  if (difference !== undefined && difference.kind !== 'none') {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.live = 'published';
    button.textContent = `Show ${original()}`;
    button.setAttribute('aria-pressed', 'false');
    line.append(' ', button);
  }
  slot.append(line);
}

export function removeNote(slot: HTMLElement): void {
  slot.querySelector(':scope > .beside')?.remove();
}

/** Day and revision of what was published, as the page has them; a file of the reader has neither. */
function origin(): string {
  if (original() === 'stored') return 'Stored in the file';
  const { date, revision } = document.querySelector<HTMLElement>('article')?.dataset ?? {};
  return ['Published', date, revision && `revision ${revision}`].filter(Boolean).join(', ');
}

/** Shows by the note's button which of the two outputs stands in the slot, and where the published one comes from. */
export function markTurned(slot: HTMLElement, isTurned: boolean): void {
  slot.classList.toggle('turned', isTurned);
  const button = slot.querySelector('.beside button');
  if (button === null) return;
  button.setAttribute('aria-pressed', String(isTurned));
  button.nextElementSibling?.remove();
  if (!isTurned) return;
  const shown = document.createElement('span');
  shown.textContent = `${origin()}.`;
  button.after(shown);
}
