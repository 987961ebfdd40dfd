import type { DOMWindow } from 'jsdom';
import { host } from '../host/index.js';
import { hypot } from '../special/index.js';
import { fontFiles, fontName } from './font.js';
import { paletteImage } from './palette-image.js';
import { pixelCanvas } from './pixel-canvas.js';
import { type Box, contentBox, pageBox } from './text-layout.js';

/** What Plotly needs to draw a figure. */
export interface PlotlyJson {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

interface PlotlyWindow extends DOMWindow {
  Plotly: { toImage(figure: object, options: object): Promise<string> };
}

let opened: PlotlyWindow | undefined;

/** A window without a browser, holding Plotly; made once, in about a second and a half. */
function plotlyWindow(): PlotlyWindow {
  if (opened) return opened;
  const { JSDOM, VirtualConsole } = host.load<typeof import('jsdom')>('jsdom');
  const { window } = new JSDOM('<!doctype html><body></body>', {
    runScripts: 'outside-only',
    virtualConsole: new VirtualConsole(),
  });
  supplyWhatJsdomLacks(window);
  window.eval(new TextDecoder().decode(host.bytes('plotly.js-dist-min/plotly.min.js')));
  opened = window as PlotlyWindow;
  return opened;
}

/** jsdom lays nothing out: text is measured with the font's own widths; canvases and object URLs are absent. */
function supplyWhatJsdomLacks(window: DOMWindow): void {
  window.URL.createObjectURL = () => '';
  window.matchMedia = (() => ({ matches: false, addListener() {}, addEventListener() {} })) as never;
  Object.assign(window.HTMLCanvasElement.prototype, pixelCanvas());
  const rectangle = ({ left, top, right, bottom }: Box) => {
    return { x: left, y: top, width: right - left, height: bottom - top, left, top, right, bottom };
  };
  Object.assign(window.SVGElement.prototype, {
    getBoundingClientRect(this: SVGElement) {
      return rectangle(pageBox(this));
    },
    getBBox(this: SVGElement) {
      return rectangle(contentBox(this) ?? { left: 0, top: 0, right: 0, bottom: 0 });
    },
    getComputedTextLength(this: SVGElement) {
      const { left, right } = contentBox(this) ?? { left: 0, right: 0 };
      return right - left;
    },
    getTotalLength(this: SVGElement) {
      return distance(straight(this));
    },
    getPointAtLength(this: SVGElement, length: number) {
      const [x0, y0, x1, y1] = straight(this);
      const part = length / (distance(straight(this)) || 1);
      return { x: x0 + part * (x1 - x0), y: y0 + part * (y1 - y0) };
    },
  });
}

/** Ends x, y, x, y of a path of one straight piece: the arrow of an annotation, the only path that Plotly measures here. */
function straight(path: SVGElement): number[] {
  const [x0 = 0, y0 = 0, x1 = x0, y1 = y0] =
    (path.getAttribute('d') ?? '').match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
  return [x0, y0, x1, y1];
}

function distance([x0, y0, x1, y1]: readonly number[]): number {
  return hypot(x1 - x0, y1 - y0);
}

/** A figure as an SVG document, by Plotly itself. Cost: about 0.1 s, the first one 1.5 s. */
export async function svgImage(figure: PlotlyJson): Promise<string> {
  const window = plotlyWindow();
  const { data, layout } = window.JSON.parse(JSON.stringify(figure));
  const { width, height } = layout;
  return await window.Plotly.toImage({ data, layout }, { format: 'svg', imageDataOnly: true, width, height });
}

/** An SVG document as a PNG file of `scale` pixels a unit and at most 256 colours, on white unless the document says otherwise. */
export function pngImage(svg: string, scale: number): Uint8Array {
  const { Resvg } = host.load<typeof import('@resvg/resvg-js')>('@resvg/resvg-js');
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: fontName,
      sansSerifFamily: fontName,
    },
  });
  const rendered = image.render();
  const { width, height, pixels } = rendered;
  return paletteImage({ width, height, bytes: pixels }) ?? rendered.asPng();
}
