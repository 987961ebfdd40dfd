import type { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { LiveCell } from '../live/live-page.js';
import { original } from '../original.js';
import { type EditorParts, editorState } from './code-editor.js';
import { showCode } from './highlight.js';

/** A place on the screen, in pixels. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** A change of a stretch of code. */
export interface CodeChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** An editor that is open, for scripts that change its code. Offsets count in the cell's code. */
export interface OpenEditor {
  readonly cell: LiveCell;
  readonly cursor: number;
  /** The offset that a place on the screen is nearest to; undefined outside of the code. */
  offsetAt(point: ScreenPoint): number | undefined;
  /** Puts the cursor where the reader pointed, and the focus into the editor. */
  setCursor(point: ScreenPoint): void;
  /** Changes the code as the reader's own writing does. */
  replace(change: CodeChange): void;
}

/** The code of a cell on the page: coloured text, or an editor in its place. */
export interface CellView {
  readonly cell: LiveCell;
  /** Undefined while the text is shown. */
  readonly editor: OpenEditor | undefined;
  /** Puts an editor in the place of the text, the cursor where the reader pointed, else where it was. */
  open(point?: ScreenPoint): void;
  /** Puts the text in the place of the editor. */
  close(focus: 'keep' | 'text'): void;
  /** Shows the cell's code where it was written by another hand than the editor's. */
  refresh(): void;
  /** Shows whether the code is the published one, and whether what stands below was computed from it. */
  mark(): void;
}

function countOfLines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

/** The label of a changed cell and the button that resets it; hidden while the code is the published one. */
function changeLabel(cell: LiveCell, reset: () => void): { readonly element: HTMLElement; show(text: string): void } {
  const element = document.createElement('p');
  element.className = 'change';
  element.hidden = true;
  const words = document.createElement('span');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Reset';
  button.setAttribute('aria-label', `Reset cell ${cell.number} to the ${original()} code`);
  button.addEventListener('click', reset);
  element.append(words, button);
  return {
    element,
    show(text) {
      element.hidden = text === '';
      words.textContent = text;
    },
  };
}

/**
 * The view of a cell's code.
 * @param parts what an editor of this cell tells; `changed` and `leave` are added here
 * @param reset called when the reader asks for the published code
 */
export function cellView(
  cell: LiveCell,
  parts: Omit<EditorParts, 'changed' | 'leave' | 'name'>,
  reset: () => void,
): CellView {
  const frame = cell.element.querySelector<HTMLElement>('.code-frame')!;
  const text = frame.querySelector<HTMLElement>('pre')!;
  const code = text.querySelector<HTMLElement>('code')!;
  const label = changeLabel(cell, reset);
  frame.append(label.element);
  let view: EditorView | undefined;
  let kept: EditorState | undefined;

  function stateOf(): EditorState {
    if (kept !== undefined && kept.doc.toString() === cell.code) return kept;
    return editorState(cell.code, {
      ...parts,
      name: `Code of cell ${cell.number}. Shift and Enter run it, Escape leaves it, Alt with the arrows up and down steps a number.`,
      changed: (written) => cell.write(written),
      leave: () => close('text'),
    });
  }

  function close(focus: 'keep' | 'text'): void {
    if (view === undefined) return;
    kept = view.state;
    view.destroy();
    view.dom.remove();
    view = undefined;
    delete frame.dataset.editing;
    text.hidden = false;
    if (focus === 'text') text.focus();
  }

  function showText(): void {
    // A number that keys or the pointer change is an element that would lose the focus.
    if (code.textContent !== cell.code) showCode(code, cell.code);
    const lines = cell.code.split('\n');
    const summary = cell.element.querySelector('details.source > summary');
    const [first, count] = ['.first-line', '.line-count'].map((part) => summary?.querySelector(part));
    if (first) first.textContent = lines.find((line) => line.trim() !== '') ?? '';
    if (count) count.textContent = countOfLines(lines.length);
  }

  return {
    cell,
    get editor() {
      return view && openEditor(cell, view);
    },
    open(point) {
      if (view === undefined) {
        const place = text.getBoundingClientRect();
        view = new EditorView({ state: stateOf(), parent: frame });
        frame.insertBefore(view.dom, text);
        frame.dataset.editing = '';
        text.hidden = true;
        view.scrollDOM.scrollLeft = text.scrollLeft;
        const at = point && view.posAtCoords({ x: point.x, y: point.y });
        if (typeof at === 'number') view.dispatch({ selection: { anchor: at } });
        if (place.top < 0) view.dom.scrollIntoView({ block: 'nearest' });
      }
      view.focus();
    },
    close,
    refresh() {
      if (view !== undefined && view.state.doc.toString() !== cell.code)
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: cell.code } });
      showText();
    },
    mark() {
      const isChanged = cell.code !== cell.published;
      const isRun = cell.latest !== undefined && cell.latest.code === cell.code;
      label.show(isChanged ? (isRun ? 'changed' : 'changed, not run') : '');
      cell.element.classList.toggle('changed', isChanged);
    },
  };
}

function openEditor(cell: LiveCell, view: EditorView): OpenEditor {
  const offsetAt = (point: ScreenPoint): number | undefined =>
    view.posAtCoords({ x: point.x, y: point.y }) ?? undefined;
  return {
    cell,
    get cursor() {
      return view.state.selection.main.head;
    },
    offsetAt,
    setCursor(point) {
      const anchor = offsetAt(point);
      if (anchor !== undefined) view.dispatch({ selection: { anchor } });
      view.focus();
    },
    replace: (change) => view.dispatch({ changes: change, userEvent: 'input.number' }),
  };
}
