import { type AnnotationJson, type AxisJson, axesOf, type LayoutJson } from './figure-json.js';

const fontSize = 11;
const lineHeight = 1.3 * fontSize;
/** Mean width of a letter in units of the font size. */
const letterWidth = 0.55;
/** Pixels that the tick labels of a panel need beside the panel on its left. */
const labelRoom = 46;
/** Pixels of a horizontal axis that one of its tick labels needs. */
const tickRoom = 36;
/** Largest share of the width for labels on the left. */
const largestMargin = 0.42;

function widthOf(text: string): number {
  return text.replace(/<[^>]*>/g, '').length * letterWidth * fontSize;
}

function wrapped(text: string, width: number): string[] {
  const letters = Math.max(8, Math.floor(width / (letterWidth * fontSize)));
  const lines: string[] = [];
  for (const word of text.split(/ +|\n|<br>/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= letters) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** An axis in small type, its title in lines that are no longer than the axis. */
function narrowAxis(axis: AxisJson, length: number): { axis: AxisJson; lines: number } {
  const { text, font, ...title } = typeof axis.title === 'string' ? { text: axis.title, font: {} } : (axis.title ?? {});
  const lines = text ? wrapped(text, length) : [];
  const small = { size: fontSize };
  return {
    axis: {
      ...axis,
      tickfont: { ...axis.tickfont, size: fontSize - 1 },
      title: { ...title, font: { ...font, ...small }, ...(text ? { text: lines.join('<br>') } : {}) },
    },
    lines: lines.length,
  };
}

/** Horizontal domains of the columns of panels, from left to right. */
function columnsOf(horizontal: readonly [string, AxisJson][]): (readonly [number, number])[] {
  const whole = [0, 1] as const;
  const domains = new Map(horizontal.map(([, { domain = whole }]) => [domain.join(' '), domain]));
  return [...domains.values()].sort((a, b) => a[0] - b[0]);
}

/** Whether a panel beyond the first column has labels on its vertical axis. */
function hasInnerLabels(layout: LayoutJson, horizontal: readonly [string, AxisJson][]): boolean {
  return horizontal.some(([, { domain = [0, 1], anchor = 'y' }]) => {
    const vertical = layout[`yaxis${anchor.slice(1)}`] as AxisJson | undefined;
    return domain[0] > 0 && vertical !== undefined && vertical.showticklabels !== false;
  });
}

/** Equal columns with the given gap, both in parts of the width. */
function spaced(count: number, gap: number): [number, number][] {
  const wide = (1 - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => [i * (wide + gap), i * (wide + gap) + wide]);
}

/** Left margin in pixels that holds the labels of the leftmost panels. */
function leftMargin(layout: LayoutJson, axes: readonly [string, AxisJson][], width: number): number {
  const labels = axes.filter(([name]) => name.startsWith('y')).flatMap(([, axis]) => axis.ticktext ?? []);
  const beside = (layout.annotations ?? [])
    .filter((note) => note.xref === 'paper' && note.x === 0 && note.xanchor === 'right')
    .map((note) => note.text);
  const widest = Math.max(0, ...[...labels, ...beside].map((label) => widthOf(String(label))));
  return Math.min(largestMargin * width, Math.max(Math.min(layout.margin?.l ?? 60, 52), widest + 14));
}

/** The columns of panels on a phone. */
interface PanelColumns {
  readonly isEmpty: boolean;
  /** Domain on the phone of the column at a place of the wide layout. */
  domainAt(x: number): readonly [number, number];
  /** Place on the phone of a place of the wide layout. */
  moved(x: number): number;
  /** Width in pixels of the column at a place of the wide layout. */
  widthAt(x: number): number;
}

/**
 * @param columns domains in the wide layout
 * @param placed domains on the phone
 * @param inner pixels between the margins
 */
function panelColumns(
  columns: readonly (readonly [number, number])[],
  placed: readonly (readonly [number, number])[],
  inner: number,
): PanelColumns {
  const columnAt = (x: number): number =>
    Math.max(
      0,
      columns.findIndex(([start, end]) => x >= start - 1e-6 && x <= end + 1e-6),
    );
  return {
    isEmpty: columns.length === 0,
    domainAt: (x) => placed[columnAt(x)],
    moved(x) {
      const [[start, end], [newStart, newEnd]] = [columns[columnAt(x)], placed[columnAt(x)]];
      return newStart + ((x - start) / (end - start)) * (newEnd - newStart);
    },
    widthAt(x) {
      const [start, end] = placed[columnAt(x)];
      return inner * (end - start);
    },
  };
}

/** An annotation in small type at its place on the phone; a panel's title is broken into lines, whose count is given. */
function narrowAnnotation(note: AnnotationJson, panels: PanelColumns): { annotation: AnnotationJson; lines: number } {
  const small = { ...note, font: { ...note.font, size: Math.min(note.font?.size ?? fontSize, fontSize) } };
  if (note.xref !== 'paper' || typeof note.x !== 'number' || panels.isEmpty) return { annotation: small, lines: 1 };
  const x = note.x < 0 || note.x > 1 ? note.x : panels.moved(note.x);
  const isTitle = note.yref === 'paper' && note.yanchor === 'bottom' && !/<(?!br>)/.test(note.text);
  if (!isTitle) return { annotation: { ...small, x }, lines: 1 };
  const lines = wrapped(note.text, panels.widthAt(note.x));
  const annotation = { ...small, x, align: note.xanchor ?? 'center', text: lines.join('<br>') };
  return { annotation, lines: lines.length };
}

/**
 * A layout for a phone: small type and margins with room for labels, columns far enough apart for theirs, titles broken to the
 * width of their panel, less height where there is one panel only.
 * @param width pixels that the figure has
 */
export function narrowLayout(layout: LayoutJson, width: number): LayoutJson {
  const axes = axesOf(layout);
  const horizontal = axes.filter(([name]) => name.startsWith('x'));
  const margin: Record<'l' | 'r', number> & { t?: number; b?: number } = {
    ...layout.margin,
    l: leftMargin(layout, axes, width),
    r: Math.min(layout.margin?.r ?? 20, 10),
  };
  const inner = width - margin.l - margin.r;
  const columns = columnsOf(horizontal);
  const isTight = columns.slice(1).some(([start], i) => (start - columns[i][1]) * inner < labelRoom);
  const placed = isTight && hasInnerLabels(layout, horizontal) ? spaced(columns.length, labelRoom / inner) : columns;
  const panels = panelColumns(columns, placed, inner);
  const result: { -readonly [Field in keyof LayoutJson]: LayoutJson[Field] } = {
    ...layout,
    font: { ...layout.font, size: fontSize },
  };
  let extraLines = 0;
  for (const [name, axis] of axes) {
    const isHorizontal = name.startsWith('x');
    const domain = isHorizontal ? panels.domainAt(axis.domain?.[0] ?? 0) : (axis.domain ?? [0, 1]);
    const length = isHorizontal ? inner * (domain[1] - domain[0]) : Infinity;
    const { axis: narrow, lines } = narrowAxis(axis, length);
    const hasFreeTicks = columns.length > 1 && axis.tickvals === undefined && axis.dtick === undefined;
    const ticks =
      isHorizontal && hasFreeTicks ? { nticks: Math.max(3, Math.floor(length / tickRoom)), tickangle: 0 } : {};
    result[name] = isHorizontal && axis.domain ? { ...narrow, ...ticks, domain } : narrow;
    if (isHorizontal) extraLines = Math.max(extraLines, lines - 1);
  }
  let titleLines = 0;
  result.annotations = layout.annotations?.map((note): AnnotationJson => {
    const { annotation, lines } = narrowAnnotation(note, panels);
    if (Number(note.y) > 0.99) titleLines = Math.max(titleLines, lines - 1);
    return annotation;
  });
  const [extra, above] = [extraLines * lineHeight, titleLines * lineHeight];
  const sized = layout.height ?? 450;
  const height = horizontal.length > 1 ? sized : Math.max(Math.min(sized, 320), Math.round(sized * 0.75));
  result.height = height + extra + above;
  result.margin = { ...margin, b: (margin.b ?? 58) + extra, t: (margin.t ?? 40) + above };
  // The legend's position is relative to the plotting area, whose height does not change.
  const area = height - (margin.t ?? 40) - (margin.b ?? 58);
  result.legend = {
    ...layout.legend,
    ...(above > 0 && layout.legend?.y !== undefined && { y: layout.legend.y + above / area }),
    font: { ...layout.legend?.font, size: fontSize },
  };
  return result;
}
