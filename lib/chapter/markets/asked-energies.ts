import { fullCaption, type Provenance } from '../../figure/caption.js';
import { type Figure, figure, type Trace } from '../../figure/figure.js';
import { palette, type Role, roleName } from '../../figure/palette.js';
import { headroom, type Panel, panelGrid, panelTitle } from '../../figure/panel.js';
import type { DescentStatistics, MarketDescentsData } from './market-descents.js';

/** Content of the figure that compares energies of paths with their targets. */
export interface AskedEnergiesInput extends Pick<Provenance, 'caption' | 'key' | 'alt'> {
  /** One panel per entry, by its title. */
  readonly results: Readonly<Record<string, MarketDescentsData>>;
  /** The components in order; when left out, those whose label begins with `squares`. */
  readonly components?: (label: string, k: number) => boolean;
  /** Name of the components, with unit. */
  readonly label?: string;
}

/**
 * What an energy asks for beside what paths have: the target in black, and for each descent the mean over its paths with one
 * standard deviation to either side. Components stand in their order. No figure of the paper: beside Figure 7 it tells what the
 * descents were asked for from what they are compared by.
 * @throws RangeError when no component is chosen, or there is no result
 */
export function askedEnergies(input: AskedEnergiesInput): Figure {
  const { results, components = (label) => label.startsWith('squares'), label = 'autocovariance of squares' } = input;
  const entries = Object.entries(results);
  if (entries.length === 0)
    throw new RangeError('askedEnergies: results expect at least one, got none; compute one first');
  const columns = Math.min(2, entries.length);
  const rows = Math.ceil(entries.length / columns);
  const [width, height] = [800, 210 * rows + 100];
  const panels = panelGrid(rows, columns, { x: 50, y: 62 }, width, height).slice(0, entries.length);
  const data = panels.flatMap((panel, i) => tracesOf(entries[i][1], components, panel, i === 0));
  const axes = panels.flatMap((panel) => [
    [panel.xaxis, { domain: panel.xDomain, anchor: panel.y, title: { text: panel.row === rows - 1 ? 'lag' : '' } }],
    [panel.yaxis, { domain: panel.yDomain, anchor: panel.x, title: { text: panel.column === 0 ? label : '' } }],
  ]);
  const first = entries[0][1];
  return figure({
    data,
    layout: {
      width,
      ...headroom(height),
      annotations: panels.map((panel, i) => panelTitle(panel, entries[i][0])),
      ...Object.fromEntries(axes),
    },
    caption: fullCaption({
      ...input,
      pathCount: first.regular.pathCount,
      signalLength: first.regular.paths.columnCount,
      units: 'squares of standardised returns, without unit',
    }),
    alt: input.alt,
  });
}

function tracesOf(
  data: MarketDescentsData,
  chosen: (label: string, k: number) => boolean,
  panel: Panel,
  showlegend: boolean,
): Trace[] {
  const { labels, target, regular, meanField } = data;
  const places = labels.map((_, k) => k).filter((k) => chosen(labels[k], k));
  if (places.length === 0)
    throw new RangeError(`askedEnergies: components expect at least one of ${labels.length}, got none; choose some`);
  const axes = { type: 'scatter', xaxis: panel.x, yaxis: panel.y, showlegend };
  const bars = (role: Role, { meanEnergy, energyVariance }: DescentStatistics, shift: number): Trace => ({
    ...axes,
    mode: 'markers',
    name: roleName[role],
    legendgroup: role,
    x: places.map((_, i) => i + 1 + shift),
    y: places.map((k) => meanEnergy[k]),
    error_y: {
      type: 'data',
      array: places.map((k) => Math.sqrt(energyVariance[k])),
      color: palette[role],
      thickness: 1.2,
      width: 2,
    },
    marker: { color: palette[role], size: 5 },
    hovertemplate: `${roleName[role]}: %{y:.3f}<extra></extra>`,
  });
  return [
    {
      ...axes,
      mode: 'lines',
      name: 'asked for',
      legendgroup: 'asked for',
      x: places.map((_, i) => i + 1),
      y: places.map((k) => target[k]),
      hovertemplate: 'asked for: %{y:.3f}<extra></extra>',
      line: { color: palette.target, width: 1.6 },
    },
    bars('regular', regular, -0.15),
    bars('mean-field', meanField, 0.15),
  ];
}
