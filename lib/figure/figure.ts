import { type Displayable, displaySymbol, type MimeBundle } from '../array/index.js';
import { host, settings, sha256, toBase64 } from '../host/index.js';
import { wrapText } from './font.js';
import { plain } from './plain.js';
import { type PlotlyJson, pngImage, svgImage } from './static-image.js';
import { config, margin, size, template } from './template.js';

/** Pixels per unit of the layout. */
const pictureScale = 2;

/** One Plotly trace: its attributes as Plotly names them. */
export type Trace = Readonly<Record<string, unknown>>;

/** What a figure is made from. */
export interface FigureParts {
  /** Traces, in drawing order; arrays may be typed. */
  readonly data: readonly Trace[];
  /** Plotly's layout; the project's template fills what it leaves out. Width and height are in pixels, without the caption. */
  readonly layout?: Readonly<Record<string, unknown>>;
  /** Plain text: what is seen, path count, key and units. */
  readonly caption: string;
  /** What a reader who cannot see the picture should know; the caption when left out. */
  readonly alt?: string;
}

/** A picture and its caption: a value that draws itself as a cell's last expression. */
export interface Figure extends Displayable {
  readonly data: readonly Trace[];
  /** Complete, with the caption as the annotation named `caption` and as text under `meta.caption`. */
  readonly layout: Readonly<Record<string, unknown>>;
  readonly caption: string;
  readonly alt: string;
  /** Sixteen hexadecimal digits that change with what is drawn: with the traces, to the 7 digits that these keep. */
  fingerprint(): string;
  /** Data, layout and behaviour for Plotly, as plain JSON. */
  toJson(): PlotlyJson;
  /** An SVG document. */
  toSvg(): Promise<string>;
  /** A PNG file of `scale` pixels (2 when left out) per unit of the layout. */
  toPng(scale?: number): Promise<Uint8Array>;
  /** Plotly JSON, a PNG in base64 (none in a page, nor with MICROCANON_PICTURES=off), and the caption: every reader of notebooks shows one of them. */
  [displaySymbol](): Promise<MimeBundle>;
}

/**
 * A figure: an immutable copy of the parts, in the project's template, with the caption below the axes.
 * Numbers keep 7 significant digits; those that are not finite become gaps.
 * @throws TypeError when there is no trace or no caption
 * Cost: drawing happens only on request, then about 0.2 s (the first drawing of a process 2 s).
 */
export function figure(parts: FigureParts): Figure {
  if (!Array.isArray(parts.data) || parts.data.length === 0) {
    throw new TypeError('figure: data expects an array of at least one trace, got none; add { x, y }');
  }
  if (typeof parts.caption !== 'string' || parts.caption.trim() === '') {
    throw new TypeError(
      'figure: caption expects a sentence with path count, key and units, got none; say what is seen',
    );
  }
  const caption = parts.caption.trim();
  const alt = parts.alt ?? caption;
  const data = plain(parts.data) as readonly Trace[];
  const layout = plain(captioned(parts.layout ?? {}, caption, alt)) as Readonly<Record<string, unknown>>;
  const json: PlotlyJson = Object.freeze({ data, layout, config });
  const toSvg = async () => svgImage(json);
  const toPng = async (scale = pictureScale) => pngImage(await toSvg(), scale);
  return Object.freeze({
    data,
    layout,
    caption,
    alt,
    fingerprint: () => sha256(JSON.stringify(data)).slice(0, 16),
    toJson: () => json,
    toSvg,
    toPng,
    [displaySymbol]: async () => ({
      'application/vnd.plotly.v1+json': json,
      // A page draws every figure itself.
      ...(host.kind === 'node' && settings().pictures && { 'image/png': toBase64(await toPng()) }),
      'text/plain': caption,
    }),
  });
}

/** The PNG of a figure that was shown without one, from its Plotly JSON: the bytes of `toPng`. */
export async function pictureOf(json: PlotlyJson): Promise<Uint8Array> {
  return pngImage(await svgImage(json), pictureScale);
}

const captionFont = 12.5;
const captionLine = 1.3 * captionFont;
/** Pages write captions in their reader's font; DejaVu Sans, the widest in common use, is to the measured one as 1 to 0.9. */
const measuredWidth = 0.9;

/** `layout` in the template, made taller by the caption that it carries below the axes. */
function captioned(layout: Readonly<Record<string, unknown>>, caption: string, alt: string): Record<string, unknown> {
  const width = (layout.width as number | undefined) ?? size.width;
  const edges = { ...margin, ...(layout.margin as Partial<typeof margin> | undefined) };
  const lines = wrapText(caption, captionFont, measuredWidth * (width - 24));
  const below = 12 + Math.ceil(lines.length * captionLine);
  return {
    template,
    ...layout,
    width,
    height: ((layout.height as number | undefined) ?? size.height) + below,
    margin: { ...edges, b: edges.b + below },
    meta: { ...(layout.meta as object | undefined), caption, alt, captionHeight: below },
    annotations: [
      ...((layout.annotations as readonly unknown[] | undefined) ?? []),
      {
        name: 'caption',
        text: lines.map(escapeMarkup).join('<br>'),
        font: { size: captionFont, color: '#444444' },
        align: 'left',
        showarrow: false,
        xref: 'paper',
        x: 0,
        xanchor: 'left',
        xshift: 12 - edges.l,
        yref: 'paper',
        y: 0,
        yanchor: 'top',
        yshift: -edges.b - 4,
      },
    ],
  };
}

function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
