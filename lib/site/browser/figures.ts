import { figureOnPage, pageColours } from './figure-colours.js';
import { axesOf, type FigureJson, type LayoutJson } from './figure-json.js';
import { loadScript } from './script-tag.js';

/** The functions of Plotly that a page calls. */
interface Drawing {
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
  /** Gives cells that have come into the page their buttons and figures. */
  prepare(): void;
}

const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'] };
const shown = new WeakMap<HTMLElement, FigureJson>();

export function figureOf(element: HTMLElement): FigureJson {
  let figure = shown.get(element);
  figure ??= JSON.parse(element.querySelector('script')!.textContent!) as FigureJson;
  shown.set(element, figure);
  return figure;
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
