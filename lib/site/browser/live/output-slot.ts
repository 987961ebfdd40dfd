import type { ShownOutput } from '../../cell-output.js';
import { type Difference, differenceInWords, differenceOfFigures, differenceOfTexts } from '../../difference.js';
import { fingerprintOf } from '../../fingerprint.js';
import { figureAt, figureIn, type PageFigure, redraw, rendered, textIn } from './rendering.js';

/** The place of one output on the page: what was published there, and what was computed here. */
export interface OutputSlot {
  readonly element: HTMLElement;
  /** Shows an output that was computed here; one that is shown already changes nothing. */
  show(output: ShownOutput, firstLine: string, isDraft: boolean): void;
  /** Says how what was computed differs from what was published; `undefined` when nothing was computed. */
  compare(): Difference | undefined;
  /** Shows what was published, or again what was computed here. */
  turn(): void;
  /** Takes away what an earlier run put here, because the latest run gave nothing in this place. */
  clear(): void;
}

/** What was published in a slot. */
interface Published {
  readonly fingerprint: string | undefined;
  readonly content: HTMLElement;
  readonly figure?: PageFigure;
}

function publishedIn(element: HTMLElement): Published | undefined {
  const content = element.firstElementChild as HTMLElement | null;
  if (content === null) return undefined;
  const isFigure = content.matches('figure.figure');
  return {
    fingerprint: element.dataset.fingerprint,
    content,
    // A still picture in its place shows what was published, too, so that readers without scripts see it.
    get figure() {
      return isFigure ? original(content) : undefined;
    },
  };
}

const originals = new WeakMap<HTMLElement, PageFigure>();

/** A figure as it stood in the page before anything was drawn in its place. */
function original(content: HTMLElement): PageFigure {
  const known = originals.get(content) ?? figureAt(content);
  originals.set(content, known);
  return known;
}

/** What makes an output another one than the one that is shown: outputs change in place. */
function stateOf(output: ShownOutput): unknown {
  if (output.output_type === 'stream') return String(output.text);
  return 'data' in output ? output.data : output;
}

export function outputSlot(element: HTMLElement): OutputSlot {
  const published = publishedIn(element);
  let here: ShownOutput | undefined;
  let hereState: unknown;
  let content = published?.content;
  let computed: HTMLElement | undefined;
  let isTurned = false;

  function put(next: HTMLElement): void {
    if (content === next) return;
    if (content === undefined) element.prepend(next);
    else content.replaceWith(next);
    content = next;
  }

  /** Draws in the figure's element that stands here, whose zoom stays; else puts a new element. */
  function place(output: ShownOutput, firstLine: string, isDraft: boolean): void {
    const figure = figureIn(output);
    if (figure !== undefined && content?.matches('figure.figure')) {
      if (published?.figure !== undefined && content === published.content) original(content);
      content.classList.add('computed');
      computed = content;
      void redraw(content, figure, isDraft);
      return;
    }
    computed = rendered(output, firstLine);
    if (computed === undefined) return;
    put(computed);
    if (figure !== undefined) void microcanonPage.draw(computed);
  }

  function difference(): Difference | undefined {
    if (here === undefined || published === undefined) return undefined;
    if (published.fingerprint === fingerprintOf(here)) return { kind: 'none' };
    const figure = figureIn(here);
    if (figure !== undefined && published.figure !== undefined)
      return differenceOfFigures(published.figure.figure.data, figure.figure.data);
    if (figure !== undefined || published.figure !== undefined || computed === undefined) return { kind: 'content' };
    return differenceOfTexts(textIn(published.content), textIn(computed));
  }

  function unnote(): void {
    element.querySelector(':scope > .beside')?.remove();
  }

  function note(difference: Difference | undefined): void {
    unnote();
    const line = document.createElement('p');
    line.className = 'beside';
    line.dataset.difference = difference?.kind ?? 'new';
    line.append(difference === undefined ? 'Not among what was published.' : differenceInWords(difference));
    if (published !== undefined && difference?.kind !== 'none') {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.live = 'published';
      button.textContent = 'Show published';
      button.setAttribute('aria-pressed', 'false');
      line.append(' ', button);
    }
    element.append(line);
  }

  function turn(): void {
    if (published === undefined || here === undefined || computed === undefined) return;
    isTurned = !isTurned;
    element.classList.toggle('turned', isTurned);
    element.querySelector('.beside button')?.setAttribute('aria-pressed', String(isTurned));
    const figure = isTurned ? published.figure : figureIn(here);
    if (published.content === computed && figure !== undefined) void redraw(computed, figure, false);
    else put(isTurned ? published.content : computed);
  }

  return {
    element,
    show(output, firstLine, isDraft) {
      if (isTurned) turn();
      const state = stateOf(output);
      if (here === output && hereState === state) return;
      [here, hereState] = [output, state];
      place(output, firstLine, isDraft);
    },
    compare() {
      if (here === undefined) return undefined;
      const found = difference();
      note(found);
      return found ?? { kind: 'content' };
    },
    turn,
    clear() {
      if (published === undefined) element.remove();
      if (published === undefined || here === undefined) return;
      if (!isTurned) turn();
      [here, hereState, computed, isTurned] = [undefined, undefined, undefined, false];
      element.classList.remove('turned');
      published.content.classList.remove('computed');
      unnote();
    },
  };
}
