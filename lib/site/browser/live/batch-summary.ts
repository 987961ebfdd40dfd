import { original } from '../original.js';
import type { PageCell } from './page-cell.js';
import type { Batch } from './run-queue.js';
import { type StatusBar, spoken } from './status-bar.js';

function goTo(element: Element): void {
  element.scrollIntoView({ block: 'center' });
}

/** Differences that are written below outputs of the page, and outputs that are the same as what was published; not those that never were published. */
function notes(): { same: number; different: readonly Element[] } {
  const all = [...document.querySelectorAll<HTMLElement>('.cell .beside:not([data-difference="new"])')];
  const different = all.filter(({ dataset }) => dataset.difference !== 'none');
  return { same: all.length - different.length, different };
}

/** Says how the cells of a batch ended, and how the outputs of the page compare with what was published. */
export function summary({ last, done, start, isDraft }: Batch, bar: StatusBar): void {
  if (last === undefined || isDraft) return;
  const { number, element } = last.cell as PageCell;
  if (last.status === 'error') {
    bar.say(`Cell ${number} failed.`, [['Show it', () => goTo(element)]]);
    return;
  }
  if (last.status !== 'ok') {
    bar.say(`Cell ${number} was stopped; variables stay.`);
    return;
  }
  const what = done === 1 ? `Cell ${number}` : `${done} cells`;
  const took = `${what} ran in ${spoken((performance.now() - start) / 1000)}`;
  const { same, different } = notes();
  const count = same + different.length;
  if (count === 0) bar.say(`${took}.`);
  else if (different.length === 0)
    bar.say(`${took}. All outputs computed here are the ${original()} ones to the last bit.`);
  else {
    const differing = different.length === 1 ? '1 differs' : `${different.length} differ`;
    bar.say(
      `${took}. Of ${count} outputs computed here ${same} are the ${original()} ones to the last bit, ${differing}.`,
      [['Show', nextOf(different)]],
    );
  }
}

/** Goes to the next of the elements each time it is called. */
function nextOf(elements: readonly Element[]): () => void {
  let next = 0;
  return () => goTo(elements[next++ % elements.length]);
}
