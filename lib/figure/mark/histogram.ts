import { counting } from '../curve.js';
import type { Trace } from '../figure.js';
import { translucent } from '../palette.js';
import { errorsOf, finite, type Numbers, requireCount } from './channel.js';
import { errorBars } from './dots.js';
import { common, type Look, lookOf, type Mark, type Place } from './mark.js';

/** A histogram that is already counted: middles of equal bins, and a density or count for each. */
export interface Counted {
  readonly centres: Numbers;
  readonly density: Numbers;
  readonly standardErrors?: Numbers;
}

/** How a histogram is counted and drawn. */
export interface HistogramLook extends Look {
  /** Equal bins between the ends of `domain`; 32 when left out. */
  readonly bins?: number;
  /** What is binned; what lies beyond counts in the outermost bin. The range of the sample when left out. */
  readonly domain?: readonly [number, number];
  /** Counts divided by sample size and bin width, so that the area is 1; counts when left out. */
  readonly density?: boolean;
  /** Bars of two standard errors: Poisson's √n of a count n, or those that come with what is counted; none when left out. */
  readonly error?: boolean;
  /** Opacity of the area; 0.35 when left out. */
  readonly opacity?: number;
  readonly facet?: string;
}

interface Bins {
  /** Left ends of all bins and the right end of the last. */
  readonly edges: readonly number[];
  readonly heights: readonly number[];
  readonly errors: readonly number[];
}

/**
 * How often values lie where, as steps over equal bins.
 * @param data a sample, or what is already counted
 * @throws RangeError for an empty sample, numbers that are not finite, and lengths that differ
 */
export function histogram(data: Numbers | Counted, options: HistogramLook = {}): Mark {
  const bins = isCounted(data) ? countedBins(data) : sampleBins(finite('histogram', 'sample', data), options);
  const { edges, heights, errors } = bins;
  const shown = heights.filter((height) => height > 0);
  const ends = options.error ? heights.map((height, i) => height + 2 * errors[i]) : [];
  return {
    parts: [
      {
        ...lookOf(options),
        facet: options.facet,
        x: edges,
        y: [...shown, ...ends, 0],
        isArea: true,
        draw: (place) => traces(bins, options, place),
      },
    ],
  };
}

function isCounted(data: Numbers | Counted): data is Counted {
  return 'centres' in data;
}

function countedBins({ centres, density, standardErrors }: Counted): Bins {
  requireCount('histogram', 'density', density, centres.length);
  const middles = finite('histogram', 'centres', centres);
  const half = middles.length > 1 ? (middles[1] - middles[0]) / 2 : 0.5;
  return {
    edges: [...middles.map((middle) => middle - half), middles[middles.length - 1] + half],
    heights: finite('histogram', 'density', density),
    errors: errorsOf('histogram', 'standardErrors', standardErrors ?? 0, middles.length),
  };
}

function sampleBins(sample: readonly number[], { bins = 32, domain, density = false }: HistogramLook): Bins {
  if (sample.length === 0)
    throw new RangeError('histogram: sample expects at least one number, got none; leave the mark out');
  const ends = domain ?? [sample.reduce((a, b) => Math.min(a, b)), sample.reduce((a, b) => Math.max(a, b))];
  const [low, high] = ends[1] > ends[0] ? ends : [ends[0] - 0.5, ends[0] + 0.5];
  const width = (high - low) / bins;
  const counts = counting(bins).map(() => 0);
  for (const value of sample) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))]++;
  const unit = density ? 1 / (sample.length * width) : 1;
  return {
    edges: counting(bins + 1).map((bin) => low + bin * width),
    heights: counts.map((count) => count * unit),
    errors: counts.map((count) => Math.sqrt(count) * unit),
  };
}

function traces({ edges, heights, errors }: Bins, look: HistogramLook, place: Place): Trace[] {
  const floor = Math.max(place.y.floor, 0);
  const raised = heights.map((height) => Math.max(height, floor));
  const middles = heights.map((_, bin) => (edges[bin] + edges[bin + 1]) / 2);
  const seen = heights.map((height) => (height > 0 ? height : NaN));
  const bars = {
    ...common(place, true),
    mode: 'markers',
    x: middles,
    y: seen,
    hoverinfo: 'skip',
    marker: { size: 0.1, color: place.color },
    error_y: { ...errorBars(heights, errors, 2, place.y, place), width: 0 },
  };
  return [
    {
      ...common(place),
      mode: 'lines',
      // From the floor up and down to it again: the outermost bins have their outer sides.
      x: [edges[0], ...heights.flatMap((_, bin) => [edges[bin], edges[bin + 1]]), edges[edges.length - 1]],
      y: [floor, ...raised.flatMap((height) => [height, height]), floor],
      hovertemplate: '%{y:.4g} at %{x:.4g}',
      fill: 'tozeroy',
      fillcolor: translucent(place.color, look.opacity ?? 0.35),
      line: { color: place.color, width: 1.3 },
    },
    ...(look.error ? [bars] : []),
  ];
}
