import { axesOf, type FigureJson, type LayoutJson } from './figure-json.js';
import { narrowLayout } from './narrow-layout.js';

/** Colours and font of a page, for its figures. */
export interface PageColours {
  dark: boolean;
  ink: string;
  faint: string;
  rule: string;
  paper: string;
  font: string;
}

/** Red, green, blue from 0 to 255 and opacity from 0 to 1; undefined for a text that is no colour in Plotly's notations. */
function parsedColour(text: string): [number, number, number, number] | undefined {
  if (text === 'black') return [0, 0, 0, 1];
  if (text === 'white') return [255, 255, 255, 1];
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex !== undefined) {
    const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16)).concat(1) as [number, number, number, number];
  }
  const parts = /^rgba?\(([\d.,\s]+)\)$/i.exec(text)?.[1].split(',').map(Number);
  if (parts === undefined || parts.length < 3 || parts.some((part) => !Number.isFinite(part))) return undefined;
  return [parts[0], parts[1], parts[2], parts[3] ?? 1];
}

/** The corresponding colour on a dark page: greys are inverted, dark colours become lighter, others stay. */
export function colourOnDark(text: string): string {
  const colour = parsedColour(text);
  if (colour === undefined) return text;
  const [red, green, blue, opacity] = colour;
  const written = (channels: number[]) => `rgba(${channels.map(Math.round).join(',')},${opacity})`;
  if (Math.max(red, green, blue) - Math.min(red, green, blue) <= 12) {
    const light = (red + green + blue) / 3;
    return written([0, 0, 0].map(() => 25 + (255 - light) * 0.83));
  }
  const luminance = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  const lift = Math.max(0, 0.5 - luminance) * 0.75;
  return written([red, green, blue].map((channel) => channel + (255 - channel) * lift));
}

/** A copy of a part of a figure with its colours replaced; texts and numbers stay. */
function recoloured(part: unknown, key = ''): unknown {
  if (typeof part === 'string')
    return /^(text|name|title|hovertemplate|caption|alt)$/.test(key) ? part : colourOnDark(part);
  if (Array.isArray(part)) return typeof part[0] === 'number' ? part : part.map((item) => recoloured(item, key));
  if (part === null || typeof part !== 'object' || ArrayBuffer.isView(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, recoloured(value, name)]));
}

/** Current colours and font of the page's style. */
export function pageColours(): PageColours {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    dark: value('--dark') === '1',
    ink: value('--ink'),
    faint: value('--faint'),
    rule: value('--rule'),
    paper: value('--paper'),
    font: value('--sans'),
  };
}

/** Width in pixels below which a page has the layout of a phone. */
const narrowWidth = 520;

/** Data and layout of a figure with the colours, the font and the width of the page. */
export function figureOnPage(figure: FigureJson, colours: PageColours, width: number): FigureJson {
  const source = colours.dark ? (recoloured(figure) as FigureJson) : structuredClone(figure);
  const { width: _, ...layout }: LayoutJson = { height: 450, ...source.layout };
  const axes = Object.entries({ xaxis: {}, yaxis: {}, ...Object.fromEntries(axesOf(layout)) });
  const coloured = axes.map(([name, axis]) => [
    name,
    { ...axis, gridcolor: colours.rule, linecolor: colours.faint, tickcolor: colours.faint },
  ]);
  const shown: LayoutJson = {
    ...layout,
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    modebar: { bgcolor: 'rgba(0,0,0,0)', color: colours.faint, activecolor: colours.ink },
    font: { ...layout.font, color: colours.ink, family: colours.font },
    hoverlabel: {
      bgcolor: colours.paper,
      bordercolor: colours.faint,
      ...layout.hoverlabel,
      font: { ...layout.hoverlabel?.font, color: colours.ink },
    },
    ...Object.fromEntries(coloured),
  };
  return { data: source.data, layout: width < narrowWidth ? narrowLayout(shown, width) : shown };
}
