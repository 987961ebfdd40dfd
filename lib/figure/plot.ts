import { type Figure, figure, type Trace } from './figure.js';
import { withCommonColours } from './mark/heat.js';
import type { Mark, Part } from './mark/mark.js';
import { palette, roleName, sequential } from './palette.js';
import { headroom, type Panel, panelGrid, panelTitle } from './panel.js';
import { type Axis, axisLayout, axisOf, axisTitle, spanOf } from './plot-axis.js';
import { type Source, sourceLine } from './plot-source.js';
import { margin, size } from './template.js';

/** One of several panels. */
export interface Facet {
  readonly title: string;
  readonly marks: readonly Mark[];
  /** Axes of its own, with its own ends. */
  readonly x?: Axis | string;
  readonly y?: Axis | string;
}

/** What a plot shows, and what is said of it. */
export interface PlotInput {
  /** Marks, areas beneath lines and dots; with facets they are drawn in each of them. */
  readonly marks?: readonly Mark[];
  /** Panels with shared axes; made from the marks' own facets when left out. */
  readonly facets?: readonly Facet[];
  readonly x?: Axis | string;
  readonly y?: Axis | string;
  /** A heading; most figures have their caption alone. */
  readonly title?: string;
  /** What is seen, in a sentence or two of plain text. */
  readonly caption: string;
  /** Where the numbers come from: one or several results, or what a cell used itself. */
  readonly source?: Source | readonly Source[];
  /** For readers who cannot see the picture; caption, axes and series when left out. */
  readonly alt?: string;
  /** Title of the legend. */
  readonly legend?: string;
  /** True where the names have an order: colours go from light to dark. */
  readonly isOrdered?: boolean;
  /** One unit of x as long as one of y. */
  readonly isSquare?: boolean;
  /** Panels in a row; at most three side by side when left out. */
  readonly columns?: number;
  /** Pixels, without the caption; room for names left of the axis when `left` is given. */
  readonly width?: number;
  readonly height?: number;
  readonly left?: number;
}

/**
 * A figure of marks on axes. Names, colours, legend, ticks and the caption's closing line follow from the data.
 * @throws TypeError when there is no mark or no caption, or a mark belongs to a panel that there is not
 * Cost: that of `figure`, and a pass over the numbers.
 */
export function plot(input: PlotInput): Figure {
  const facets = facetsOf(input);
  const [x, y] = [axisOf(input.x), axisOf(input.y)];
  const panels = panelsOf(input, facets);
  const names = namesOf(facets);
  const byName = nameColors(facets, input.isOrdered ?? false);
  const seen = new Set<string>();
  const common = facets.flatMap(({ parts }) => parts);
  const axes: [string, Record<string, unknown>][] = [];
  const data = facets.flatMap((facet, i): Trace[] => {
    const panel = panels[i];
    const own = { x: scaleOf(x, facet.x, 'x', facet.parts, common), y: scaleOf(y, facet.y, 'y', facet.parts, common) };
    axes.push(...axesLayout(own, panel, panels, input));
    const place = { xaxis: panel.x, yaxis: panel.y, x: own.x.span, y: own.y.span };
    const ordered = [...facet.parts.filter(({ isArea }) => isArea), ...facet.parts.filter(({ isArea }) => !isArea)];
    return ordered.flatMap((part) => {
      const name = nameOf(part);
      const showlegend = name !== undefined && !part.isCompanion && !seen.has(name);
      if (showlegend) seen.add(name);
      const order = name === undefined ? 0 : names.indexOf(name);
      return part.draw({ ...place, name, order, showlegend, color: colorOf(part, byName) });
    });
  });
  const titles = facets.flatMap(({ title }, i) => (title === '' ? [] : [panelTitle(panels[i], title)]));
  const unit = axisOf(facets[0].y ?? y).unit;
  const caption = [input.caption.trim(), sourceLine([input.source ?? []].flat(), unit)].join(' ').trim();
  return figure({
    data: withCommonColours(data),
    layout: {
      ...sizes(input, panels, titles.length > 0),
      annotations: titles,
      barmode: 'group',
      ...Object.fromEntries(axes),
    },
    caption,
    alt: input.alt ?? `${caption} ${described(x, y, names)}`,
  });
}

interface Drawn extends Omit<Facet, 'marks'> {
  readonly parts: readonly Part[];
}

/** The panels with all parts that belong to them. */
function facetsOf({ marks = [], facets, title = '', caption }: PlotInput): Drawn[] {
  if (typeof caption !== 'string' || caption.trim() === '') {
    throw new TypeError('plot: caption expects a sentence of what is seen, got none; say it in plain text');
  }
  const shared = marks.flatMap(({ parts }) => parts);
  const titles = [...new Set(shared.flatMap(({ facet }) => (facet === undefined ? [] : [facet])))];
  const given: readonly Facet[] =
    facets ?? (titles.length > 0 ? titles : [title]).map((own) => ({ title: own, marks: [] }));
  const absent = titles.find((own) => !given.some((facet) => facet.title === own));
  if (absent !== undefined) {
    throw new TypeError(
      `plot: facets expect one titled '${absent}', got ${given.map((facet) => facet.title).join(', ')}; add it or rename the mark's`,
    );
  }
  const drawn = given.map(({ marks: own, ...facet }) => ({
    ...facet,
    parts: [
      ...own.flatMap(({ parts }) => parts),
      ...shared.filter((part) => part.facet === undefined || part.facet === facet.title),
    ],
  }));
  if (drawn.length === 0 || drawn.some(({ parts }) => parts.length === 0)) {
    throw new TypeError('plot: marks expect at least one for each panel, got none; add line(values)');
  }
  return drawn;
}

function nameOf({ name, role }: Part): string | undefined {
  return name ?? (role && roleName[role]);
}

function namesOf(facets: readonly Drawn[]): string[] {
  return [...new Set(facets.flatMap(({ parts }) => parts.flatMap((part) => nameOf(part) ?? [])))];
}

const colors = [palette['mean-field'], palette.true, palette.regular, palette.reference];

/** The colour of each name that has none of its own: from light to dark, or of a list without those of the roles shown. */
function nameColors(facets: readonly Drawn[], isOrdered: boolean): ReadonlyMap<string, string> {
  const parts = facets.flatMap((facet) => facet.parts);
  const taken = parts.map(({ color, role }) => color ?? (role && palette[role]));
  const names = [...new Set(parts.filter(({ color, role }) => !color && !role).flatMap((part) => nameOf(part) ?? []))];
  const free = colors.filter((color) => !taken.includes(color));
  const list = isOrdered ? sequential(names.length) : free.length > 0 ? free : colors;
  return new Map(names.map((name, i) => [name, list[i % list.length]]));
}

function colorOf(part: Part, byName: ReadonlyMap<string, string>): string {
  return part.color ?? (part.role ? palette[part.role] : (byName.get(nameOf(part) ?? '') ?? palette.target));
}

type Scale = ReturnType<typeof scaleOf>;

/** An axis of a panel: its own, or that of all. */
function scaleOf(
  all: Axis,
  own: Axis | string | undefined,
  name: 'x' | 'y',
  parts: readonly Part[],
  common: readonly Part[],
) {
  const isShared = own === undefined && all.shared !== false;
  const axis = own === undefined ? all : axisOf(own);
  const shown = isShared ? common : parts;
  const span = spanOf(axis, name, shown);
  return { axis, isShared, span, layout: axisLayout(axis, name, span, shown), hasTitle: own !== undefined };
}

/** Two axes of a panel; those that are shared have labels on the outside alone. */
function axesLayout(
  own: Readonly<Record<'x' | 'y', Scale>>,
  panel: Panel,
  panels: readonly Panel[],
  { isSquare }: PlotInput,
): [string, Record<string, unknown>][] {
  const [first] = panels;
  const isFirst = panel === first;
  const isLowest = !panels.some(({ row, column }) => column === panel.column && row > panel.row);
  const hasRows = panels.some(({ row }) => row > 0);
  const title = (scale: Scale, isOuter: boolean) =>
    isOuter || scale.hasTitle ? { title: { text: axisTitle(scale.axis, hasRows && scale === own.y) } } : {};
  const follow = (scale: Scale, axis: string, isOuter: boolean) =>
    scale.isShared ? { ...(!isFirst && { matches: axis }), ...(!isOuter && { showticklabels: false }) } : {};
  // A panel that is made square keeps its upper edge, under its title.
  const square = isSquare ? { scaleanchor: panel.x, constrain: 'domain', constraintoward: 'top' } : {};
  return [
    [
      panel.xaxis,
      {
        ...own.x.layout,
        ...title(own.x, isLowest),
        ...follow(own.x, first.x, isLowest),
        domain: panel.xDomain,
        anchor: panel.y,
        ...(isSquare && { constrain: 'domain' }),
      },
    ],
    [
      panel.yaxis,
      {
        ...own.y.layout,
        ...title(own.y, panel.column === 0),
        ...follow(own.y, first.y, panel.column === 0),
        domain: panel.yDomain,
        anchor: panel.x,
        ...square,
      },
    ],
  ];
}

function panelsOf(input: PlotInput, facets: readonly Drawn[]): Panel[] {
  const columns = input.columns ?? (facets.length <= 3 ? facets.length : facets.length === 4 ? 2 : 3);
  const rows = Math.ceil(facets.length / columns);
  const hasOwn = facets.some(({ y }) => y !== undefined);
  const hasLabels = hasOwn || axisOf(input.y).shared === false;
  const gap = { x: hasOwn ? 84 : hasLabels ? 50 : 36, y: 66 };
  return panelGrid(rows, columns, gap, input.width ?? size.width, heightOf(input, rows)).slice(0, facets.length);
}

function heightOf({ height }: PlotInput, rows: number): number {
  return height ?? (rows === 1 ? size.height : 190 + 220 * rows);
}

function sizes(input: PlotInput, panels: readonly Panel[], hasTitles: boolean): Record<string, unknown> {
  const height = heightOf(input, panels[panels.length - 1].row + 1);
  const top = hasTitles ? headroom(height) : { height };
  const legend = {
    ...(top.legend as object | undefined),
    ...(input.legend !== undefined && { title: { text: `${input.legend} ` } }),
  };
  return {
    ...top,
    width: input.width,
    margin: { ...margin, ...(top.margin as object | undefined), ...(input.left !== undefined && { l: input.left }) },
    legend,
  };
}

/** Axes and series in words. */
function described(x: Axis, y: Axis, names: readonly string[]): string {
  const parts = [
    ['Across', axisTitle(x)],
    ['up', axisTitle(y)],
    ['shown', names.slice(0, 12).join(', ')],
  ].filter(([, what]) => what !== '');
  return parts.length === 0 ? '' : `${parts.map(([where, what]) => `${where}: ${what}`).join('; ')}.`;
}
