import { figureDescription, figureMarkup, pngSize, type StillImage } from './figure-output.js';
import type { Prose } from './markdown.js';
import { html, type Markup, raw } from './markup.js';
import type { StoredOutput } from './notebook.js';
import { textOf } from './notebook.js';
import { sanitise } from './sanitiser.js';
import { terminalText } from './terminal-text.js';

/** What the rendering of a cell's outputs needs of the page. */
export interface OutputContext {
  readonly prose: Prose;
  /** Stores a picture beside the page, and returns its address. The description says in words what the picture shows. */
  keepImage(png: Buffer, description: string): string;
  /** First line of the cell's code, which describes a picture without a description. */
  readonly firstLine?: string;
  nextFigureId(): string;
}

const plotlyType = 'application/vnd.plotly.v1+json';

function decoded(content: unknown): Buffer {
  return Buffer.from(textOf(content), 'base64');
}

function stillImage(
  data: Record<string, unknown>,
  description: string,
  context: OutputContext,
): StillImage | undefined {
  if (data['image/png'] === undefined) return undefined;
  const png = decoded(data['image/png']);
  const { width, height } = pngSize(png);
  // Pictures have two pixels per unit of the layout.
  return { address: context.keepImage(png, description), width: Math.round(width / 2), height: Math.round(height / 2) };
}

function picture(address: string, description: string, size?: { width: number }): Markup {
  return html`<div class="output picture"><img src="${address}" alt="${description}"${size?.width ? html` style="max-width: min(100%, ${size.width}px)"` : undefined}></div>`;
}

/** The richest representation of a MIME bundle that a page can show. */
function bundle(data: Record<string, unknown>, context: OutputContext): Markup {
  const text = textOf(data['text/plain']);
  const description = text.split('\n')[0] || `Picture that this code draws: ${context.firstLine ?? ''}`;
  const plotly = data[plotlyType];
  if (typeof plotly === 'object' && plotly !== null) {
    const description = figureDescription(plotly, text);
    return figureMarkup(plotly, context.nextFigureId(), stillImage(data, description, context), description);
  }
  if (data['text/html'] !== undefined) {
    const content = sanitise(textOf(data['text/html'])).replace(/<img(?![^>]* alt="[^"])/g, '<img alt="Picture"');
    if (content.trim() !== '') return html`<div class="output rich table-scroll" tabindex="0">${raw(content)}</div>`;
  }
  if (data['image/svg+xml'] !== undefined) {
    const svg = Buffer.from(textOf(data['image/svg+xml'])).toString('base64');
    return picture(`data:image/svg+xml;base64,${svg}`, description);
  }
  for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    if (data[type] === undefined) continue;
    if (type !== 'image/png')
      return picture(`data:${type};base64,${decoded(data[type]).toString('base64')}`, description);
    const png = decoded(data[type]);
    return picture(context.keepImage(png, description), description, pngSize(png));
  }
  if (data['text/markdown'] !== undefined || data['text/latex'] !== undefined) {
    return html`<div class="output rich">${context.prose.cell({ source: textOf(data['text/markdown'] ?? data['text/latex']) })}</div>`;
  }
  return html`<pre class="output text" tabindex="0">${terminalText(text)}</pre>`;
}

/** Whether an output is a progress bar at its end, which the page leaves out: the cell's result says the same. */
function isFinishedBar(output: StoredOutput): boolean {
  return (
    'data' in output && /^<progress max="1" value="1(\.0*)?"><\/progress>[^<]*$/.test(textOf(output.data['text/html']))
  );
}

/** One output of a cell; undefined for a progress bar at its end. */
export function outputMarkup(output: StoredOutput, context: OutputContext): Markup | undefined {
  if (isFinishedBar(output)) return undefined;
  switch (output.output_type) {
    case 'stream':
      return html`<pre class="output text ${output.name}" tabindex="0">${terminalText(textOf(output.text).trimEnd())}</pre>`;
    case 'error': {
      const traceback = output.traceback.length > 0 ? output.traceback.join('\n') : `${output.ename}: ${output.evalue}`;
      return html`<pre class="output text error" role="alert" tabindex="0">${terminalText(traceback)}</pre>`;
    }
    default:
      return bundle(output.data, context);
  }
}
