import type { FigureJson } from './browser/figure-json.js';
import { embeddedJson, html, type Markup } from './markup.js';
import { packedJsonType, packedText } from './packed-text.js';

/** A figure's picture for readers without scripts: address of the PNG file, and its size on the page. */
export interface StillImage {
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

/** A figure in an output; a figure of another program may lack either part. */
export type StoredFigure = Partial<FigureJson>;

/** Width and height in pixels of a PNG file, from its header. */
export function pngSize(png: Uint8Array): { width: number; height: number } {
  if (png.length < 24) return { width: 0, height: 0 };
  const header = new DataView(png.buffer, png.byteOffset);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

/**
 * Takes the caption out of a figure of this project, because the page sets it as text below the figure.
 * A figure of another program has no caption of this kind and stays unchanged.
 */
export function withoutCaption(figure: StoredFigure): { figure: StoredFigure; caption?: string } {
  const { layout = {} } = figure;
  const { caption, captionHeight = 0 } = layout.meta ?? {};
  if (typeof caption !== 'string') return { figure };
  const annotations = layout.annotations?.filter(({ name }) => name !== 'caption') ?? [];
  const margin =
    layout.margin === undefined ? undefined : { ...layout.margin, b: (layout.margin.b ?? 80) - captionHeight };
  const height = layout.height === undefined ? undefined : layout.height - captionHeight;
  return { figure: { ...figure, layout: { ...layout, annotations, margin, height } }, caption };
}

/** A figure in words, for readers who cannot see it: its description, its caption, or the first line of its text. */
export function figureDescription({ layout }: StoredFigure, text: string): string {
  const { alt, caption } = layout?.meta ?? {};
  return (
    [alt, caption, text.split('\n')[0]].find(
      (candidate): candidate is string => typeof candidate === 'string' && candidate.trim() !== '',
    ) ?? 'Figure'
  );
}

/** Below this count of characters, JSON of a figure stands on the page as it is. */
const packedFrom = 4000;

/** The element that brings a figure's data and layout. */
function dataElement(json: object, isPacked: boolean): Markup {
  const text = JSON.stringify(json);
  return isPacked && text.length >= packedFrom
    ? html`<script type="${packedJsonType}">${packedText(text)}</script>`
    : html`<script type="application/json">${embeddedJson(json)}</script>`;
}

/** A figure as a page shows it. */
export interface ShownFigure {
  readonly id: string;
  readonly still?: StillImage;
  readonly description: string;
  /** Whether a long figure is compressed, because the page is a file. */
  readonly isPacked?: boolean;
}

/**
 * A Plotly figure on a page: its data for the page's script, a still image for print and for readers without
 * scripts, and its caption.
 */
export function figureMarkup(plotly: StoredFigure, { id, still, description, isPacked = false }: ShownFigure): Markup {
  const { figure, caption } = withoutCaption(plotly);
  const height = Number(figure.layout?.height) || 450;
  const image =
    still === undefined
      ? undefined
      : html`<img class="still" src="${still.address}" alt="${description}" width="${still.width}" height="${still.height}">`;
  return html`<figure class="figure${still === undefined ? '' : ' has-still'}" id="${id}">
<div class="plot" role="img" aria-label="${description}" style="height: ${height}px"></div>${image}
${dataElement({ data: figure.data ?? [], layout: figure.layout ?? {} }, isPacked)}
${caption === undefined ? undefined : html`<figcaption>${caption}</figcaption>`}
</figure>`;
}
