import { loadScript } from './script-tag.js';

/** Sent from a cell's code that a reader takes by a number, once `drag.js` is there; its detail is a `Grip`. */
export const gripped = 'microcanon-grip';

/** A pointer that has taken a number, and what it did while scripts were loaded. */
export interface Grip {
  readonly pointerId: number;
  /** Where it took the number. */
  readonly clientX: number;
  readonly clientY: number;
  /** Where it has come to. */
  readonly lastX: number;
  readonly isReleased: boolean;
}

/** Loads what drags numbers when a reader takes one, or comes to a cell's code by keys, for the first time. */
export function addNumberGrip(): void {
  let isLoaded = false;
  const load = (): Promise<void> =>
    loadScript('assets/live/live.js')
      .then(() => loadScript('assets/live/drag.js'))
      .then(() => {
        isLoaded = true;
      });
  const codeOf = (target: EventTarget | null): Element | null =>
    target instanceof Element ? target.closest('.cell.code .code-frame pre') : null;
  const isInEditor = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest('.cell.code .cm-editor') !== null;
  document.addEventListener('focusin', ({ target }) => {
    if (!isLoaded && (codeOf(target) !== null || isInEditor(target))) void load();
  });
  document.addEventListener('pointerdown', (event) => {
    const code = codeOf(event.target);
    if (isLoaded || event.button !== 0 || code === null || !(event.target as Element).matches('.hljs-number')) return;
    event.preventDefault();
    const { pointerId, clientX, clientY } = event;
    let grip: Grip = { pointerId, clientX, clientY, lastX: clientX, isReleased: false };
    const watch = (later: PointerEvent): void => {
      if (later.pointerId === pointerId && !grip.isReleased)
        grip = { ...grip, lastX: later.clientX, isReleased: later.type !== 'pointermove' };
    };
    const kinds = ['pointermove', 'pointerup', 'pointercancel'] as const;
    for (const kind of kinds) addEventListener(kind, watch);
    void load()
      .then(() => code.dispatchEvent(new CustomEvent(gripped, { bubbles: true, detail: grip })))
      .finally(() => {
        for (const kind of kinds) removeEventListener(kind, watch);
      });
  });
}
