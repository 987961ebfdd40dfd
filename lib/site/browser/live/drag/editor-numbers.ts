import type { OpenEditor } from '../../editor/cell-view.js';
import type { LiveCell } from '../live-page.js';
import { type NumericLiteral, numericLiterals } from './literals.js';
import { dragNumber } from './pointer-drag.js';
import { steppedLiteral } from './stepping.js';

/** What follows a number of an editor that changes. */
interface Following {
  /** The code of the cell has changed, and may change again soon. */
  changed(cell: LiveCell): void;
  /** No further change comes soon. */
  settle(): void;
  /** As `settle`, unless a further change comes first. */
  settleAtRest(): void;
}

/** A literal that keys have stepped, and the literal from which they count. */
interface Stepped {
  readonly cell: LiveCell;
  readonly from: number;
  readonly start: string;
  readonly text: string;
  readonly steps: number;
}

/**
 * Makes the numbers of open editors change as those of the page's code do: the pointer drags them sideways, and Alt with the arrow
 * keys steps the one at the cursor (ten steps with Shift). A click without a drag puts the cursor where it points, and where no number
 * stands, Alt and arrows move lines as elsewhere in the editor.
 */
export function dragInEditors({ changed, settle, settleAtRest }: Following): void {
  let stepped: Stepped | undefined;

  function drag(editor: OpenEditor, literal: NumericLiteral, event: PointerEvent): void {
    const { pointerId, clientX, clientY } = event;
    let { text } = literal;
    dragNumber(
      {
        text,
        write(next) {
          if (next === text) return;
          editor.replace({ from: literal.from, to: literal.from + text.length, insert: next });
          text = next;
          changed(editor.cell);
        },
        release(hasMoved) {
          if (hasMoved) settle();
          else editor.setCursor({ x: clientX, y: clientY });
        },
      },
      { pointerId, clientX, clientY, lastX: clientX, isReleased: false },
    );
  }

  function step(editor: OpenEditor, { from, text }: NumericLiteral, count: number): void {
    const { cell } = editor;
    const isSame = stepped?.cell === cell && stepped.from === from && stepped.text === text;
    const start = isSame ? stepped!.start : text;
    const steps = (isSame ? stepped!.steps : 0) + count;
    const next = steppedLiteral(start, steps);
    stepped = { cell, from, start, text: next, steps };
    if (next === text) return;
    editor.replace({ from, to: from + text.length, insert: next });
    changed(cell);
    settleAtRest();
  }

  const options = { capture: true };
  document.addEventListener(
    'pointerdown',
    (event) => {
      const found = event.isPrimary && isPlain(event) ? pointedNumber(event) : undefined;
      if (found !== undefined) drag(found.editor, found.literal, event);
    },
    options,
  );
  // Else the editor would select the code that the pointer passes. A second click selects the number.
  document.addEventListener(
    'mousedown',
    (event) => {
      if (event.detail !== 1 || !isPlain(event) || pointedNumber(event) === undefined) return;
      event.preventDefault();
      event.stopPropagation();
    },
    options,
  );
  document.addEventListener(
    'keydown',
    (event) => {
      const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
      if (!altKey || ctrlKey || metaKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
      const editor = editorAt(target);
      const literal = editor && literalAt(editor, editor.cursor);
      if (literal === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      step(editor!, literal, (key === 'ArrowUp' ? 1 : -1) * (shiftKey ? 10 : 1));
    },
    options,
  );
}

const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;

const editorAt = (target: EventTarget | null): OpenEditor | undefined =>
  target instanceof Element ? globalThis.microcanonEditing?.editorAt(target) : undefined;

const literalAt = ({ cell }: OpenEditor, offset: number): NumericLiteral | undefined =>
  numericLiterals(cell.code).find(({ from, to }) => from <= offset && offset <= to);

/** The number of an editor's code that the pointer is at. */
function pointedNumber({ target, clientX, clientY }: MouseEvent) {
  if (!(target instanceof Element) || target.closest('.cm-content .hljs-number') === null) return undefined;
  const editor = editorAt(target);
  const offset = editor?.offsetAt({ x: clientX, y: clientY });
  const literal = offset === undefined ? undefined : literalAt(editor!, offset);
  return literal && { editor: editor!, literal };
}
