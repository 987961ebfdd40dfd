import { type Difference, differenceInWords } from '../../difference.js';

/** Writes below an output how it differs from what was published, with a button that shows the latter; undefined: nothing was. */
export function writeNote(slot: HTMLElement, difference: Difference | undefined): void {
  removeNote(slot);
  const line = document.createElement('p');
  line.className = 'beside';
  line.dataset.difference = difference?.kind ?? 'new';
  line.append(difference === undefined ? 'Not among what was published.' : differenceInWords(difference));
  if (difference !== undefined && difference.kind !== 'none') {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.live = 'published';
    button.textContent = 'Show published';
    button.setAttribute('aria-pressed', 'false');
    line.append(' ', button);
  }
  slot.append(line);
}

export function removeNote(slot: HTMLElement): void {
  slot.querySelector(':scope > .beside')?.remove();
}

/** Shows by the note's button which of the two outputs stands in the slot. */
export function markTurned(slot: HTMLElement, isTurned: boolean): void {
  slot.classList.toggle('turned', isTurned);
  slot.querySelector('.beside button')?.setAttribute('aria-pressed', String(isTurned));
}
