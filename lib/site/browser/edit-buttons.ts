/** The ways into a cell's editor; the scripts of the editor are loaded when one is taken for the first time. */

import type { ScreenPoint } from './editor/cell-view.js';
import { factsOf, storageName } from './editor/change-store.js';
import type { CellEditing } from './editor/main.js';
import { sayOnPage } from './page-line.js';
import { loadScript } from './script-tag.js';

/** The scripts of the editor, loaded once; undefined where one is missing, which the page says. */
async function editor(): Promise<CellEditing | undefined> {
  try {
    await loadScript('assets/live/live.js');
    await loadScript('assets/live/editor.js');
    return globalThis.microcanonEditing;
  } catch (error) {
    sayOnPage(`Cells cannot be edited: ${(error as Error).message}.`);
    return undefined;
  }
}

async function open(cell: Element, point?: ScreenPoint): Promise<void> {
  (await editor())?.open(cell, point);
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
function hasChanges(article: HTMLElement): boolean {
  try {
    return localStorage.getItem(storageName(factsOf(article))) !== null;
  } catch {
    return false;
  }
}

/**
 * Downloads at the page's end: the published notebook with pictures of its figures, which the file beside the page has not, and the
 * notebook with what the reader changed and ran.
 */
function addDownload(article: HTMLElement): void {
  const link = article.querySelector<HTMLAnchorElement>('.colophon a[download]');
  link?.addEventListener('click', async (event) => {
    if (link.protocol === 'blob:' || !event.isTrusted) return;
    event.preventDefault();
    const scripts = await editor();
    // A click by a script follows the link to the file.
    if (scripts === undefined) link.click();
    else await scripts.downloadPublished();
  });
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Download as it stands here';
  button.addEventListener('click', async () => (await editor())?.download());
  link?.after(' ', button);
}

/** Makes the code of a page's cells editable, in a page that has parts to run them. */
export function addEditButtons(): void {
  const article = document.querySelector<HTMLElement>('article[data-parts]');
  if (!article?.dataset.parts) return;
  for (const frame of article.querySelectorAll<HTMLElement>('.cell.code .code-frame'))
    addButton(frame, frame.closest('.cell')!.id.slice('cell-'.length));
  addDownload(article);
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const cell = target.closest('.cell.code');
    if (cell === null || event.defaultPrevented) return;
    if (target.closest('button[data-edit]')) void open(cell);
    else if (target.closest('.code-frame > pre') && isMeant(event))
      void open(cell, { x: event.clientX, y: event.clientY });
  });
  document.addEventListener('keydown', (event) => {
    const { key, target, shiftKey, ctrlKey, metaKey, altKey } = event;
    const isBare = !shiftKey && !ctrlKey && !metaKey && !altKey;
    const code = (target as Element).closest?.('.cell.code .code-frame > pre');
    if (key !== 'Enter' || !isBare || !code || event.defaultPrevented) return;
    event.preventDefault();
    void open(code.closest('.cell')!);
  });
  if (hasChanges(article)) void editor();
}
