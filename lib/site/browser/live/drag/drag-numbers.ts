import { type Grip, gripped } from '../../number-grip.js';
import type { LivePage } from '../live-page.js';
import { type PageNumber, pageNumbers } from './cell-numbers.js';
import { dragInEditors } from './editor-numbers.js';
import { follower } from './follower.js';
import { dragNumber } from './pointer-drag.js';
import { steppedLiteral } from './stepping.js';

/** A number that has the focus, and the literal from which keys count their steps. */
interface Focused {
  readonly number: PageNumber;
  readonly start: string;
  steps: number;
}

/** Steps of one press of a key. */
const keySteps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** Milliseconds after the last key until what depends on the number runs at full size. */
const restMilliseconds = 700;

/**
 * Makes the numbers of the page's code spin buttons: the pointer drags them sideways, arrow keys step them (ten steps with Shift, or by
 * PageUp and PageDown), Escape brings back what was there, a double click what was published. Numbers of open editors change by
 * pointer and keys, too. What depends on a number follows.
 */
export function dragNumbers(page: LivePage): void {
  const follow = follower(page);
  const numbers = pageNumbers(page);
  let focused: Focused | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  function write(number: PageNumber, text: string): void {
    if (number.element.textContent === text) return;
    numbers.write(number, text);
    follow.draft(number.cell);
  }

  function settle(): void {
    clearTimeout(rest);
    rest = undefined;
    follow.settle();
  }

  function settleAtRest(): void {
    clearTimeout(rest);
    rest = setTimeout(settle, restMilliseconds);
  }

  function step({ number, start, steps }: Focused): void {
    write(number, steppedLiteral(start, steps));
    settleAtRest();
  }

  /** Whether the key means something to the number that has the focus. */
  function takeKey(own: Focused, { key, shiftKey }: KeyboardEvent): boolean {
    const steps = keySteps[key];
    if (steps !== undefined || key === 'Escape') {
      own.steps = steps === undefined ? 0 : own.steps + steps * (shiftKey ? 10 : 1);
      step(own);
      return true;
    }
    return moveFocus(own.number, key);
  }

  dragByPointer(numbers, { write, settle });
  dragInEditors({ changed: follow.draft, settle, settleAtRest });
  document.addEventListener('dblclick', ({ target }) => {
    const number = numbers.at(target);
    if (number?.published === undefined || number.published === number.element.textContent) return;
    write(number, number.published);
    settle();
  });
  document.addEventListener('focusin', ({ target }) => {
    numbers.mark(target);
    const number = numbers.at(target);
    focused = number && { number, start: number.element.textContent ?? '', steps: 0 };
    for (const element of number?.all ?? []) element.tabIndex = element === number?.element ? 0 : -1;
  });
  document.addEventListener('focusout', () => {
    if (rest !== undefined) settle();
    focused = undefined;
  });
  document.addEventListener('keydown', (event) => {
    const isPlain = !event.defaultPrevented && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (focused === undefined || !isPlain || event.target !== focused.number.element) return;
    if (takeKey(focused, event)) event.preventDefault();
  });
  numbers.mark(document.activeElement);
}

/** What a drag does with a number: writes each text that the pointer comes to, and settles when it is released. */
interface Writing {
  write(number: PageNumber, text: string): void;
  settle(): void;
}

/** Lets the pointer, and a grip that the editor passes on, drag numbers. */
function dragByPointer(numbers: ReturnType<typeof pageNumbers>, { write, settle }: Writing): void {
  let hasDragged = false;

  function drag(number: PageNumber | undefined, grip: Grip): void {
    if (number === undefined) return;
    const { element } = number;
    const release = (hasMoved: boolean): void => {
      if (!hasMoved) return;
      hasDragged = true;
      settle();
    };
    const text = element.textContent ?? '';
    dragNumber({ element, text, write: (next) => write(number, next), release }, grip);
  }

  document.addEventListener('pointerover', ({ target }) => numbers.mark(target));
  document.addEventListener('pointerdown', (event) => {
    hasDragged = false;
    const number = event.button === 0 ? numbers.at(event.target) : undefined;
    if (number === undefined) return;
    event.preventDefault();
    const { pointerId, clientX, clientY } = event;
    drag(number, { pointerId, clientX, clientY, lastX: clientX, isReleased: false });
  });
  // Else the pointer would select the code that it passes.
  document.addEventListener('mousedown', (event) => numbers.at(event.target) && event.preventDefault());
  // A click into the code opens the editor; one at a number takes the number, and the end of a drag is none.
  document.addEventListener(
    'click',
    (event) => {
      if (hasDragged || numbers.at(event.target) !== undefined) event.preventDefault();
      hasDragged = false;
    },
    { capture: true },
  );
  document.addEventListener(gripped, (event) => {
    const grip = (event as CustomEvent<Grip>).detail;
    numbers.mark(event.target);
    drag(numbers.at(document.elementFromPoint(grip.clientX, grip.clientY)), grip);
  });
}

/** Goes on to another number of the cell. */
function moveFocus({ element, all }: PageNumber, key: string): boolean {
  const i = all.indexOf(element);
  const next = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: all.length - 1 }[key];
  if (next === undefined) return false;
  all[Math.min(all.length - 1, Math.max(0, next))].focus();
  return true;
}
