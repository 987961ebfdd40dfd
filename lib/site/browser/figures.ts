import { packedJsonType, unpackedText } from '../packed-text.js';
import { figureOnPage, pageColours } from './figure-colours.js';
import { axesOf, type FigureJson, type LayoutJson } from './figure-json.js';
import { loadScript } from './script-tag.js';

/** The functions of Plotly that a page calls. */
interface Drawing {
  toImage(figure: FigureJson, options: object): Promise<string>;
  react(plot: HTMLElement, data: readonly object[], layout: object, config: object): Promise<unknown>;
}

/** What Plotly keeps at the element that it draws in. */
interface Plot extends HTMLElement {
  readonly layout?: LayoutJson;
}

export interface DrawingOptions {
  /** Drawn from now on in place of what the element shows; left out, the element is drawn again. */
  readonly figure?: FigureJson;
  /** Axes keep the ranges that they have on the page. */
  readonly isStill?: boolean;
}

/** What the scripts of a page share with those that are loaded later. */
export interface PageScript {
  draw(element: HTMLElement, options?: DrawingOptions): Promise<void>;
  /** The figure that an element shows. */
  figureOf(element: HTMLElement): FigureJson;
  /** The figure that the page was published with under this id. */
  publishedFigure(id: string): FigureJson | undefined;
  /** A figure as a PNG file in base64, two pixels per unit of its layout. */
  pictureOf(figure: FigureJson): Promise<string>;
  /** Gives cells that have come into the page their buttons and figures. */
  prepare(): void;
}

const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'] };
const shown = new WeakMap<HTMLElement, FigureJson>();

/** The figure that was published in an element, whatever is drawn there now. */
function publishedIn(element: HTMLElement): FigureJson {
  const { type, textContent } = element.querySelector('script')!;
  return JSON.parse(type === packedJsonType ? unpackedText(textContent!) : textContent!);
}

export function figureOf(element: HTMLElement): FigureJson {
  const figure = shown.get(element) ?? publishedIn(element);
  shown.set(element, figure);
  return figure;
}

/** The elements of the figures that the page was published with, some of which a run may take out of the page. */
const published = new Map([...document.querySelectorAll<HTMLElement>('.figure')].map((figure) => [figure.id, figure]));

/** The figure that the page was published with under this id; undefined where it has none. */
export function publishedFigure(id: string): FigureJson | undefined {
  const element = published.get(id);
  return element && publishedIn(element);
}

const plotly = (): Drawing | undefined => (window as unknown as { readonly Plotly?: Drawing }).Plotly;

/** Whether the page has what draws figures. */
export const canDraw = (): boolean => plotly() !== undefined;

/** A layout whose axes have the ranges that are on the page. */
function stilled(layout: LayoutJson, { layout: drawn }: Plot): LayoutJson {
  if (drawn === undefined) return layout;
  const ranges = axesOf(drawn).map(([name, { range }]) => [
    name,
    { ...(layout[name] as object | undefined), range, autorange: false },
  ]);
  return { ...layout, ...Object.fromEntries(ranges) };
}

/**
 * A figure as a PNG file in base64, two pixels per unit of its layout; in its own colours, not those of the page.
 * @throws Error when what draws figures cannot be loaded
 */
export async function pictureOf({ data, layout }: FigureJson): Promise<string> {
  if (!canDraw()) await loadScript('assets/plotly.min.js');
  const { width = 700, height = 450 } = layout;
  const options = { format: 'png', imageDataOnly: true, width, height, scale: 2 };
  // Plotly writes defaults into what it draws.
  return await plotly()!.toImage(structuredClone({ data, layout }), options);
}

/** Draws a figure in its element, in the colours and for the width of the page; what the reader zoomed stays. */
export async function draw(element: HTMLElement, options: DrawingOptions = {}): Promise<void> {
  if (options.figure !== undefined) shown.set(element, options.figure);
  const plot = element.querySelector<Plot>('.plot')!;
  const { data, layout } = figureOnPage(figureOf(element), pageColours(), plot.clientWidth);
  plot.style.height = `${layout.height}px`;
  // A page without published figures has not loaded what draws them.
  if (!canDraw()) await loadScript('assets/plotly.min.js');
  await plotly()?.react(
    plot,
    data,
    { ...(options.isStill ? stilled(layout, plot) : layout), uirevision: 'reader' },
    // Without a mouse the buttons would cover the legend.
    { ...config, displayModeBar: matchMedia('(hover: hover)').matches ? 'hover' : false },
  );
  element.classList.add('drawn');
}
