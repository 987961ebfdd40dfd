import type { Trace } from '../figure.js';
import { translucent } from '../palette.js';
import { violin as shapeOf, type Violin } from '../violin.js';
import { finite, type Numbers, positions } from './channel.js';
import { common, type Look, lookOf, type Mark, type Place, type Position } from './mark.js';

/** How violins are drawn. */
export interface ViolinLook extends Look {
  /** A number or name for each sample; 0, 1, 2, … when left out. */
  readonly x?: ArrayLike<Position>;
  readonly facet?: string;
}

/**
 * The density of each sample as a violin, from its smallest to its largest value, with whiskers at both and a dot at the median.
 * Densities are Gaussian kernel estimates by Silverman's rule, each scaled to the same greatest width.
 * @param samples one list of numbers for each place
 * @throws RangeError for a sample that is empty or holds a number that is not finite, and where x differs in number
 */
export function violin(samples: ArrayLike<Numbers>, options: ViolinLook = {}): Mark {
  const all = Array.from(samples, (sample, i) => finite('violin', `sample ${i}`, sample));
  const given = positions('violin', 'x', options.x ?? all.map((_, i) => i), all.length);
  const isNamed = given.some((place) => typeof place === 'string');
  const x = given.map((place, i) => (isNamed ? i : Number(place)));
  const violins = all.map(shapeOf);
  const halfWidth = 0.42 * smallestGap(x);
  return {
    parts: [
      {
        ...lookOf(options),
        facet: options.facet,
        xTicks: isNamed ? Object.fromEntries(given.map((place, i) => [String(place), i])) : undefined,
        x: x.flatMap((place) => [place - halfWidth, place + halfWidth]),
        y: violins.flatMap(({ min, max }) => [min, max]),
        isArea: true,
        draw: (place) => traces(violins, x, halfWidth, place),
      },
    ],
  };
}

function traces(violins: readonly Violin[], x: readonly number[], halfWidth: number, place: Place): Trace[] {
  const own = common(place);
  const companion = common(place, true);
  const { color } = place;
  return [
    {
      ...companion,
      mode: 'lines',
      ...whiskers(violins, x, 0.35 * halfWidth),
      hoverinfo: 'skip',
      line: { color, width: 1 },
    },
    {
      ...own,
      mode: 'lines',
      ...outlines(violins, x, halfWidth),
      hoverinfo: 'skip',
      fill: 'toself',
      fillcolor: translucent(color, 0.45),
      line: { color, width: 1, simplify: false },
    },
    {
      ...companion,
      mode: 'markers',
      x,
      y: violins.map(({ median }) => median),
      customdata: violins.map(({ min, max }) => [min, max]),
      hovertemplate: 'median %{y:.4g}, from %{customdata[0]:.4g} to %{customdata[1]:.4g}',
      marker: { color: '#ffffff', size: 4, line: { color, width: 1 } },
    },
  ];
}

interface Outline {
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
}

/** Outlines of all violins in one line, a gap between two. */
function outlines(violins: readonly Violin[], places: readonly number[], halfWidth: number): Outline {
  const parts = violins.map(({ at, shape }, i) => {
    const right = shape.map((value) => places[i] + halfWidth * value);
    const left = shape.map((value) => places[i] - halfWidth * value).reverse();
    return { x: [...right, ...left, right[0], null], y: [...at, ...[...at].reverse(), at[0], null] };
  });
  return { x: parts.flatMap(({ x }) => x), y: parts.flatMap(({ y }) => y) };
}

/** Upright lines from the smallest to the largest value, with a bar at either end. */
function whiskers(violins: readonly Violin[], places: readonly number[], halfBar: number): Outline {
  return {
    x: places.flatMap((place) => [
      place - halfBar,
      place + halfBar,
      null,
      place,
      place,
      null,
      place - halfBar,
      place + halfBar,
      null,
    ]),
    y: violins.flatMap(({ min, max }) => [min, min, null, min, max, null, max, max, null]),
  };
}

function smallestGap(places: readonly number[]): number {
  const sorted = [...places].sort((a, b) => a - b);
  return sorted
    .slice(1)
    .reduce((gap, place, i) => Math.min(gap, place - sorted[i] || gap), sorted.length > 1 ? Infinity : 1);
}
