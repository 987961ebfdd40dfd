import type { LiveCell, LivePage } from '../live/live-page.js';
import { assistance } from './assistance.js';
import { type CellView, cellView, type OpenEditor, type ScreenPoint } from './cell-view.js';
import type { ChangeStore, Changes } from './change-store.js';
import { changesMenu } from './changes-menu.js';
import { typesClient } from './types-client.js';

/** The editing of a page's cells. */
export interface Editing {
  /** Opens the editor of the cell with this element. */
  open(element: Element, point?: ScreenPoint): void;
  /** The open editor that an element lies in; undefined outside of editors. */
  editorAt(element: Element): OpenEditor | undefined;
}

const sentences = {
  unkept:
    'This browser keeps nothing for this page (its storage is denied or full): what you write is lost when the page is closed or loaded again.',
  untyped: 'There are no types and no completion here',
};

/**
 * Makes the cells of a page editable, and brings back what its reader wrote before.
 * @param download called when the reader wants the cells as a notebook
 */
export function editing(page: LivePage, store: ChangeStore, download: () => void): Editing {
  const types = typesClient(
    () => page.cells.map(({ code }) => code),
    (reason) => page.say(`${sentences.untyped} (${reason}). Editing and running work without.`),
  );
  const reset = (cells: readonly LiveCell[]): void => {
    for (const cell of cells) cell.write(cell.published);
  };
  const views = page.cells.map((cell, place) =>
    cellView(
      cell,
      {
        assistance: assistance(types, place),
        run: () => void page.run(page.withCellsAbove(cell)),
      },
      () => {
        reset([cell]);
        viewOf(cell)?.close('text');
      },
    ),
  );
  const viewOf = (cell: LiveCell): CellView | undefined => views.find((view) => view.cell === cell);
  const menu = changesMenu({ resetAll: () => reset(page.cells), download });
  let isKept = true;

  function keep(): void {
    const changed = page.cells.filter(({ code, published }) => code !== published);
    const changes: Changes = Object.fromEntries(changed.map(({ number, code }) => [number, code]));
    const done = store.write(changes);
    if (!done && isKept) page.say(sentences.unkept);
    isKept = done;
    menu.show(changed.length, isKept);
  }

  page.on((event) => {
    if (event.kind === 'session') {
      for (const view of views) view.mark();
      return;
    }
    const view = viewOf(event.cell);
    if (event.kind === 'code') {
      view?.refresh();
      keep();
    }
    if (event.kind === 'code' || event.kind === 'ended') view?.mark();
  });

  for (const [number, code] of Object.entries(store.read()))
    page.cells.find((cell) => cell.number === Number(number))?.write(code);

  // An editor closes when the reader turns to another cell.
  document.addEventListener('focusin', ({ target }) => {
    for (const view of views)
      if (
        view.editor !== undefined &&
        !view.cell.element.contains(target as Node) &&
        !(target as Element).closest('.cm-tooltip')
      )
        view.close('keep');
  });

  return {
    open(element, point) {
      const place = views.findIndex(({ cell }) => cell.element === element);
      views[place]?.open(point);
      // The compiler reads its declarations while the reader finds the place to change.
      if (place >= 0) void types.ask<'problems'>({ kind: 'problems', cell: place });
    },
    editorAt(element) {
      const around = element.closest('.cm-editor')?.closest('.cell');
      return views.find(({ cell }) => cell.element === around)?.editor;
    },
  };
}
