/** The ways into a cell's editor; the scripts of the editor are loaded when one is taken for the first time. */

import type { ScreenPoint } from './editor/cell-view.js';
import { storageName } from './editor/change-store.js';
import type {} from './editor/main.js';

type Load = (script: string) => Promise<void>;

async function open(load: Load, cell: Element, point?: ScreenPoint): Promise<void> {
  await load('live');
  await load('editor');
  globalThis.microcanonEditing?.open(cell, point);
}

function addButton(frame: HTMLElement, number: string): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'edit';
  button.dataset.edit = '';
  button.textContent = 'Edit';
  button.setAttribute('aria-label', `Edit cell ${number}`);
  frame.querySelector('.copy')?.before(button);
}

/** Whether a click was meant for the code: the reader pointed with a mouse, and neither selected nor dragged anything. */
function isMeant(event: MouseEvent): boolean {
  const isMouse = !('pointerType' in event) || event.pointerType === 'mouse' || event.pointerType === '';
  return isMouse && event.button === 0 && event.detail === 1 && (getSelection()?.isCollapsed ?? true);
}

/** Whether this page has code that its reader wrote. */
function hasChanges(facts: Parameters<typeof storageName>[0]): boolean {
  try {
    return localStorage.getItem(storageName(facts)) !== null;
  } catch {
    return false;
  }
}

/**
 * Puts the buttons into a page that has parts to run its cells.
 * @param load loads a script of `assets/live` once, and says so on the page where it is missing
 */
export function addEditButtons(load: Load): void {
  const facts = document.getElementById('live');
  if (facts === null) return;
  for (const frame of document.querySelectorAll<HTMLElement>('.cell.code .code-frame'))
    addButton(frame, frame.closest('.cell')!.id.slice('cell-'.length));
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const cell = target.closest('.cell.code');
    if (cell === null || event.defaultPrevented) return;
    if (target.closest('button[data-edit]')) void open(load, cell);
    else if (target.closest('.code-frame > pre') && isMeant(event))
      void open(load, cell, { x: event.clientX, y: event.clientY });
  });
  document.addEventListener('keydown', (event) => {
    const { key, target, shiftKey, ctrlKey, metaKey, altKey } = event;
    const cell = (target as Element).closest('.cell.code');
    if (
      key !== 'Enter' ||
      shiftKey ||
      ctrlKey ||
      metaKey ||
      altKey ||
      !(target as Element).matches('.code-frame > pre')
    )
      return;
    event.preventDefault();
    if (cell !== null) void open(load, cell);
  });
  if (hasChanges(JSON.parse(facts.textContent!))) void load('live').then(() => load('editor'));
}
