import createPurifier from 'dompurify';
import { toBase64 } from '../../../host/base64.js';
import { type OutputContext, outputMarkup, type ShownOutput, storedFigure } from '../../cell-output.js';
import { figureDescription, withoutCaption } from '../../figure-output.js';
import { sanitiserOver } from '../../sanitiser-rules.js';
import type { FigureJson } from '../figure-json.js';
import { linkCells } from './executions.js';
import { outputProse } from './output-prose.js';

let sanitise: ((source: string) => string) | undefined;
let figures = 0;

/** What outputs need of a page in a browser; pictures are parts of the page. */
function context(firstLine: string): OutputContext {
  sanitise ??= sanitiserOver(createPurifier(window));
  return {
    sanitise,
    markdown: outputProse,
    keepImage: (png) => `data:image/png;base64,${toBase64(png)}`,
    firstLine,
    nextFigureId: () => `figure-here-${++figures}`,
  };
}

/** An output as an element of the page; undefined for a progress bar at its end. */
export function rendered(output: ShownOutput, firstLine: string): HTMLElement | undefined {
  const markup = outputMarkup(output, context(firstLine));
  if (markup === undefined) return undefined;
  const template = document.createElement('template');
  template.innerHTML = markup.text;
  const element = template.content.firstElementChild as HTMLElement;
  if (output.output_type === 'error') linkCells(element);
  return element;
}

/** A figure with what the page sets beside it. */
export interface PageFigure {
  readonly figure: FigureJson;
  readonly caption?: string;
  readonly description: string;
}

/** The figure of an output that has one. */
export function figureIn(output: ShownOutput): PageFigure | undefined {
  const stored = storedFigure(output);
  if (stored === undefined || !('data' in output)) return undefined;
  const { figure, caption } = withoutCaption(stored);
  const description = figureDescription(stored, String(output.data['text/plain'] ?? ''));
  return { figure: { data: figure.data ?? [], layout: figure.layout ?? {} }, caption, description };
}

/** The figure that an element shows, with its caption and description. */
export function figureAt(element: HTMLElement): PageFigure {
  return {
    figure: microcanonPage.figureOf(element),
    caption: element.querySelector('figcaption')?.textContent ?? undefined,
    description: element.querySelector('.plot')?.getAttribute('aria-label') ?? 'Figure',
  };
}

/** Draws a figure in an element that shows another, which stays in its place. */
export async function redraw(
  element: HTMLElement,
  { figure, caption, description }: PageFigure,
  isStill: boolean,
): Promise<void> {
  element.querySelector('.plot')?.setAttribute('aria-label', description);
  let text = element.querySelector('figcaption');
  if (text === null && caption !== undefined) {
    text = document.createElement('figcaption');
    element.append(text);
  }
  if (text !== null) text.textContent = caption ?? '';
  await microcanonPage.draw(element, { figure, isStill });
}

/** Text of an element, the texts of its parts apart from each other. */
export function textIn(element: HTMLElement): string {
  if (element.tagName === 'PRE') return element.textContent ?? '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode() !== null) texts.push(walker.currentNode.textContent ?? '');
  return texts.join(' ');
}
