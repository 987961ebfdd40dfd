import { addNumberGrip } from './number-grip.js';
import { original } from './original.js';
import { sayOnPage } from './page-line.js';
import { loadScript } from './script-tag.js';

/** The buttons that run a page's cells; the scripts that do so are loaded when one is pressed for the first time. */

/** Sent from a pressed button with `data-live`, once `live.js` is there. */
export const pressed = 'microcanon-press';

function button(name: string, action: string, content: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.dataset.live = action;
  made.innerHTML = content;
  made.setAttribute('aria-label', name);
  return made;
}

async function press(from: HTMLButtonElement): Promise<void> {
  try {
    await loadScript('assets/live/live.js');
    from.dispatchEvent(new CustomEvent(pressed, { bubbles: true }));
  } catch {
    sayOnPage(`Cells cannot run: assets/live/live.js is missing beside this page. What was ${original()} stays.`);
  }
}

function addCellButtons(): void {
  for (const source of document.querySelectorAll<HTMLElement>('.cell.code details.source')) {
    const number = source.closest<HTMLElement>('.cell')!.id.slice('cell-'.length);
    const tools = document.createElement('div');
    tools.className = 'cell-tools';
    const state = document.createElement('span');
    state.className = 'cell-state';
    tools.append(state, button(`Run cell ${number}`, 'run', '<span aria-hidden="true">▶</span>'));
    source.before(tools);
  }
}

/** Control and Enter in a cell's code run the cell; Shift and Enter go on to the next cell, too. */
function runByKey(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.defaultPrevented || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
  const cell = (event.target as Element).closest?.('.cell.code');
  const run = cell?.querySelector<HTMLButtonElement>('button[data-live=run]');
  if (!cell || !run || (event.target as Element).closest('button, a, input, textarea')) return;
  event.preventDefault();
  const { state } = (cell as HTMLElement).dataset;
  if (state !== 'queued' && state !== 'running') void press(run);
  if (!event.shiftKey) return;
  const codes = [...document.querySelectorAll<HTMLElement>('.cell.code .code-frame pre')];
  codes[codes.findIndex((code) => cell.contains(code)) + 1]?.focus();
}

/** Puts the buttons into a page that has parts to run its cells. */
export function addLiveButtons(): void {
  if (!document.querySelector<HTMLElement>('[data-parts]')?.dataset.parts) return;
  document.documentElement.classList.add('live');
  addCellButtons();
  document.querySelector('.switches')?.prepend(button('Run all', 'all', '<span aria-hidden="true">▶</span> Run all'));
  document.addEventListener('click', ({ target }) => {
    const found = (target as Element).closest<HTMLButtonElement>('button[data-live]');
    if (found !== null) void press(found);
  });
  document.addEventListener('keydown', runByKey);
  addNumberGrip();
}
