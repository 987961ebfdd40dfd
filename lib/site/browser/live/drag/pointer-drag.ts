import type { Grip } from '../../number-grip.js';
import { pixelsPerStep, steppedLiteral } from './stepping.js';

/** What a drag does with the number. */
interface DragTarget {
  /** The element that shows the number and takes the focus; absent where an editor shows it. */
  readonly element?: HTMLElement;
  /** The literal as it stands. */
  readonly text: string;
  write(text: string): void;
  /** The pointer has let go of the number; `hasMoved` is false where it never changed it. */
  release(hasMoved: boolean): void;
}

/** Follows a pointer sideways until it lets go, or until Escape brings back the number as it was. */
export function dragNumber({ element, text: start, write, release }: DragTarget, grip: Grip): void {
  const pixels = pixelsPerStep(start);
  const page = document.documentElement;
  const end = new AbortController();
  let steps = 0;
  let hasMoved = false;

  function follow(x: number): void {
    const count = Math.trunc((x - grip.clientX) / pixels);
    if (count === steps) return;
    steps = count;
    hasMoved = true;
    write(steppedLiteral(start, count));
  }

  function finish(): void {
    end.abort();
    element?.classList.remove('dragged');
    page.classList.remove('dragging');
    release(hasMoved);
  }

  element?.focus({ preventScroll: true });
  element?.classList.add('dragged');
  page.classList.add('dragging');
  const options = { signal: end.signal };
  const isOwn = ({ pointerId }: PointerEvent): boolean => pointerId === grip.pointerId;
  addEventListener('pointermove', (event) => isOwn(event) && follow(event.clientX), options);
  addEventListener('pointerup', (event) => isOwn(event) && finish(), options);
  addEventListener('pointercancel', (event) => isOwn(event) && finish(), options);
  const cancel = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (hasMoved) write(start);
    finish();
  };
  addEventListener('keydown', cancel, { ...options, capture: true });
  follow(grip.lastX);
  if (grip.isReleased) finish();
}
