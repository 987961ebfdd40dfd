/** A text of a figure with its type. */
interface TextJson {
  readonly text?: string;
  readonly font?: object;
}

/** An axis of a figure as Plotly stores it: the fields that a page reads or changes, and whatever else there is. */
export interface AxisJson {
  readonly [field: string]: unknown;
  readonly title?: string | TextJson;
  readonly tickfont?: object;
  readonly domain?: readonly [number, number];
  readonly anchor?: string;
  readonly ticktext?: readonly unknown[];
  readonly tickvals?: readonly unknown[];
  readonly dtick?: unknown;
  readonly showticklabels?: boolean;
}

/** A text at a place of a figure: a panel's title, a label, the caption. */
export interface AnnotationJson {
  readonly [field: string]: unknown;
  readonly name?: string;
  readonly text: string;
  readonly font?: { readonly size?: number };
  readonly x?: number;
  readonly y?: number;
  readonly xref?: string;
  readonly yref?: string;
  readonly xanchor?: string;
  readonly yanchor?: string;
}

/** What this project's figures say of themselves besides what is drawn. */
interface MetaJson {
  readonly alt?: unknown;
  readonly caption?: unknown;
  readonly captionHeight?: number;
}

/** The layout of a figure; its further axes are called xaxis2, yaxis2 and so on. */
export interface LayoutJson {
  readonly [field: string]: unknown;
  readonly xaxis?: AxisJson;
  readonly yaxis?: AxisJson;
  readonly width?: number;
  readonly height?: number;
  readonly font?: object;
  readonly margin?: Readonly<Partial<Record<'l' | 'r' | 't' | 'b', number>>>;
  readonly annotations?: readonly AnnotationJson[];
  readonly hoverlabel?: { readonly font?: object };
  readonly legend?: { readonly y?: number; readonly font?: object };
  readonly meta?: MetaJson;
}

/** What is drawn of a figure, and how it is laid out. */
export interface FigureJson {
  readonly data: readonly object[];
  readonly layout: LayoutJson;
}

/** The axes of a layout by name. */
export function axesOf(layout: LayoutJson): [string, AxisJson][] {
  return Object.entries(layout).filter(([name]) => /^[xy]axis\d*$/.test(name)) as [string, AxisJson][];
}
