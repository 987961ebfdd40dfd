import type { CellOutput, MultilineText } from '../cell/output-list.js';
import { fromBase64, toBase64 } from '../host/base64.js';
import { figureDescription, figureMarkup, pngSize, type StillImage, type StoredFigure } from './figure-output.js';
import { html, type Markup, raw } from './markup.js';
import { terminalText } from './terminal-text.js';

/** An output as a notebook's file or a session gives it. */
export type ShownOutput = CellOutput<MultilineText>;

/** What the rendering of a cell's outputs needs of the page. */
export interface OutputContext {
  /** HTML of an output, reduced to what cannot harm. */
  sanitise(source: string): string;
  /** Markdown or LaTeX of an output as it is shown. */
  markdown(source: string): Markup;
  /** Keeps a picture for the page, and returns its address. The description says in words what the picture shows. */
  keepImage(png: Uint8Array, description: string): string;
  /** First line of the cell's code, which describes a picture without a description. */
  readonly firstLine?: string;
  nextFigureId(): string;
  /** Whether the page is a file, in which long figures are compressed. */
  readonly isFile?: boolean;
}

/** MIME type of a figure that Plotly draws. */
export const plotlyType = 'application/vnd.plotly.v1+json';

/** Joins text that a notebook may store as lines. */
export function textOf(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}

/** Base64 without the line ends that other programs write. */
function base64Of(content: unknown): string {
  const text = textOf(content).replace(/[^A-Za-z0-9+/]/g, '');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

function stillImage(
  data: Record<string, unknown>,
  description: string,
  context: OutputContext,
): StillImage | undefined {
  if (data['image/png'] === undefined) return undefined;
  const png = fromBase64(base64Of(data['image/png']));
  const { width, height } = pngSize(png);
  // Pictures have two pixels per unit of the layout.
  return { address: context.keepImage(png, description), width: Math.round(width / 2), height: Math.round(height / 2) };
}

function picture(address: string, description: string, size?: { width: number }): Markup {
  return html`<div class="output picture"><img src="${address}" alt="${description}"${size?.width ? html` style="max-width: min(100%, ${size.width}px)"` : undefined}></div>`;
}

// What can be scrolled takes the focus, so that keys scroll it; screen readers say its name then.
const scrolled = raw('tabindex="0" role="group" aria-label="Output"');

/** The richest representation of a MIME bundle that a page can show. */
function bundle(data: Record<string, unknown>, context: OutputContext): Markup {
  const text = textOf(data['text/plain']);
  const description = text.split('\n')[0] || `Picture that this code draws: ${context.firstLine ?? ''}`;
  const plotly = data[plotlyType];
  if (typeof plotly === 'object' && plotly !== null) {
    const description = figureDescription(plotly, text);
    const still = stillImage(data, description, context);
    return figureMarkup(plotly, { id: context.nextFigureId(), still, description, isPacked: context.isFile });
  }
  if (data['text/html'] !== undefined) {
    const content = context
      .sanitise(textOf(data['text/html']))
      .replace(/<img(?![^>]* alt="[^"])/g, '<img alt="Picture"');
    if (content.trim() !== '') return html`<div class="output rich table-scroll" ${scrolled}>${raw(content)}</div>`;
  }
  if (data['image/svg+xml'] !== undefined) {
    const svg = toBase64(new TextEncoder().encode(textOf(data['image/svg+xml'])));
    return picture(`data:image/svg+xml;base64,${svg}`, description);
  }
  for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    if (data[type] === undefined) continue;
    const content = base64Of(data[type]);
    if (type !== 'image/png') return picture(`data:${type};base64,${content}`, description);
    const png = fromBase64(content);
    return picture(context.keepImage(png, description), description, pngSize(png));
  }
  const source = data['text/markdown'] ?? data['text/latex'];
  if (source !== undefined) return html`<div class="output rich">${context.markdown(textOf(source))}</div>`;
  return html`<pre class="output text" ${scrolled}>${terminalText(text)}</pre>`;
}

/** Whether an output is a progress bar: at its end a page leaves it out, because the cell's result says the same. */
export function isProgressBar(output: ShownOutput): 'moving' | 'finished' | false {
  if (!('data' in output)) return false;
  const bar = /^<progress max="1" value="([\d.]+)"><\/progress>[^<]*$/.exec(textOf(output.data['text/html']));
  if (bar === null) return false;
  return Number(bar[1]) === 1 ? 'finished' : 'moving';
}

/** The figure that a page draws of an output; undefined for an output that is none. */
export function storedFigure(output: ShownOutput): StoredFigure | undefined {
  if (!('data' in output) || isProgressBar(output) === 'finished') return undefined;
  const figure = output.data[plotlyType];
  return typeof figure === 'object' && figure !== null ? figure : undefined;
}

/** One output of a cell; undefined for a progress bar at its end. */
export function outputMarkup(output: ShownOutput, context: OutputContext): Markup | undefined {
  if (isProgressBar(output) === 'finished') return undefined;
  switch (output.output_type) {
    case 'stream':
      return html`<pre class="output text ${output.name}" ${scrolled}>${terminalText(textOf(output.text).trimEnd())}</pre>`;
    case 'error': {
      const traceback = output.traceback.length > 0 ? output.traceback.join('\n') : `${output.ename}: ${output.evalue}`;
      return html`<pre class="output text error" role="alert" tabindex="0">${terminalText(traceback)}</pre>`;
    }
    default:
      return bundle(output.data, context);
  }
}
