import type { ShownOutput } from '../../cell-output.js';
import { type Difference, differenceOfFigures, differenceOfTexts } from '../../difference.js';
import { fingerprintOf } from '../../fingerprint.js';
import { figureAt, figureIn, type PageFigure, redraw, rendered, textIn } from './rendering.js';
import { markTurned, removeNote, writeNote } from './slot-note.js';

/** The place of one output on the page: what was published there, and what was computed here. */
export interface OutputSlot {
  readonly element: HTMLElement;
  /** Shows an output that was computed here; one that is shown already changes nothing. */
  show(output: ShownOutput, firstLine: string, isDraft: boolean): void;
  /** Writes how what was computed differs from what was published. */
  compare(): void;
  /** Shows what was published, or again what was computed here. */
  turn(): void;
  /** Takes away what an earlier run put here, because the latest run gave nothing in this place. */
  clear(): void;
}

/** What was published in a slot. */
interface Published {
  readonly fingerprint: string | undefined;
  readonly content: HTMLElement;
  /** Read before another figure is drawn in its element. */
  readonly figure: PageFigure | undefined;
}

/** What was computed here. */
interface Computed {
  readonly output: ShownOutput;
  /** Another object or text where the output was changed in place. */
  readonly version: unknown;
  /** The published figure's element, where a figure was drawn in it. */
  readonly content: HTMLElement;
}

function isFigure(content: Element | undefined): boolean {
  return content?.matches('figure.figure') === true;
}

function publishedIn(element: HTMLElement): Published | undefined {
  const content = element.firstElementChild as HTMLElement | null;
  if (content === null) return undefined;
  const figure = isFigure(content) ? figureAt(content) : undefined;
  return { fingerprint: element.dataset.fingerprint, content, figure };
}

function versionOf(output: ShownOutput): unknown {
  if (output.output_type === 'stream') return String(output.text);
  return 'data' in output ? output.data : output;
}

function differenceOf(published: Published, { output, content }: Computed): Difference {
  if (published.fingerprint === fingerprintOf(output)) return { kind: 'none' };
  const figure = figureIn(output);
  if (figure !== undefined && published.figure !== undefined)
    return differenceOfFigures(published.figure.figure.data, figure.figure.data);
  if (figure !== undefined || published.figure !== undefined) return { kind: 'content' };
  return differenceOfTexts(textIn(published.content), textIn(content));
}

/** @param element holds what was published as its only child; empty where nothing was */
export function outputSlot(element: HTMLElement): OutputSlot {
  const published = publishedIn(element);
  let computed: Computed | undefined;
  let isTurned = false;

  function put(next: HTMLElement): void {
    const [first] = element.children;
    if (first === next) return;
    if (first === undefined || first.matches('.beside')) element.prepend(next);
    else first.replaceWith(next);
  }

  /** Draws a figure in the figure's element that stands here, whose zoom stays; else puts a new element. */
  function place(output: ShownOutput, firstLine: string, isDraft: boolean): HTMLElement | undefined {
    const figure = figureIn(output);
    const [standing] = element.children as unknown as HTMLElement[];
    if (figure !== undefined && isFigure(standing)) {
      standing.classList.add('computed');
      void redraw(standing, figure, isDraft);
      return standing;
    }
    const content = rendered(output, firstLine);
    if (content === undefined) return undefined;
    put(content);
    if (figure !== undefined) void microcanonPage.draw(content);
    return content;
  }

  function turn(): void {
    if (published === undefined || computed === undefined) return;
    isTurned = !isTurned;
    markTurned(element, isTurned);
    const figure = isTurned ? published.figure : figureIn(computed.output);
    if (published.content === computed.content && figure !== undefined) void redraw(computed.content, figure, false);
    else put(isTurned ? published.content : computed.content);
  }

  return {
    element,
    show(output, firstLine, isDraft) {
      if (isTurned) turn();
      const version = versionOf(output);
      if (computed?.output === output && computed.version === version) return;
      const content = place(output, firstLine, isDraft);
      if (content !== undefined) computed = { output, version, content };
    },
    compare() {
      if (computed !== undefined) writeNote(element, published && differenceOf(published, computed));
    },
    turn,
    clear() {
      removeNote(element);
      if (published === undefined) element.remove();
      if (published === undefined || computed === undefined) return;
      if (!isTurned) turn();
      isTurned = false;
      markTurned(element, false);
      computed = undefined;
      published.content.classList.remove('computed');
    },
  };
}
