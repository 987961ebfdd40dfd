import { requireLength } from '../../figure/caption.js';
import type { Trace } from '../../figure/figure.js';
import { palette, type Role, roleName, translucent } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { type Violin, violin } from '../../figure/violin.js';

type Numbers = ArrayLike<number>;

/** A statistic of every path of an ensemble. */
export interface StatisticSample {
  readonly role: Role;
  readonly name?: string;
  /** [lag][path]: for each lag one number per path. */
  readonly samples: ArrayLike<Numbers>;
}

/** A statistic over lags, of the true series. */
export interface StatisticTruth {
  /** The statistic with its unit, such as `autocorrelation`. */
  readonly label: string;
  readonly lags: Numbers;
  /** One number per lag. */
  readonly truth: Numbers;
}

/**
 * How a statistic over lags is distributed in an ensemble: violins with whiskers at the smallest and largest value, the true
 * series in black; one panel. Paper: Figure 6, first two rows.
 * @throws RangeError when the ensemble has not one sample, or the truth not one number, for each lag
 */
export function violinTraces(
  ensemble: StatisticSample,
  statistic: StatisticTruth,
  panel: Panel,
  showlegend: boolean,
): Trace[] {
  const { lags, truth } = statistic;
  requireLength('violinTraces', 'samples', ensemble.samples, lags.length);
  requireLength('violinTraces', 'truth', truth, lags.length);
  const violins = Array.from(ensemble.samples, violin);
  const color = palette[ensemble.role];
  const axes = { type: 'scatter', xaxis: panel.x, yaxis: panel.y, showlegend: false };
  const halfWidth = 0.42 * smallestGap(lags);
  return [
    {
      ...axes,
      mode: 'lines',
      name: 'whiskers',
      ...whiskers(violins, lags, 0.35 * halfWidth),
      hoverinfo: 'skip',
      line: { color, width: 1 },
    },
    {
      ...axes,
      mode: 'lines',
      name: 'violins',
      ...outlines(violins, lags, halfWidth),
      hoverinfo: 'skip',
      fill: 'toself',
      fillcolor: translucent(color, 0.45),
      line: { color, width: 1, simplify: false },
    },
    {
      ...axes,
      mode: 'markers',
      name: 'median',
      x: lags,
      y: violins.map(({ median }) => median),
      customdata: violins.map(({ min, max }) => [min, max]),
      hovertemplate:
        `${ensemble.name ?? roleName[ensemble.role]}, lag %{x}: median %{y:.4f}, ` +
        'from %{customdata[0]:.4f} to %{customdata[1]:.4f}<extra></extra>',
      marker: { color: '#ffffff', size: 4, line: { color, width: 1 } },
    },
    {
      ...axes,
      mode: 'lines',
      name: 'true series',
      legendgroup: 'true series',
      showlegend,
      x: lags,
      y: truth,
      hovertemplate: 'true series, lag %{x}: %{y:.4f}<extra></extra>',
      line: { color: palette.target, width: 1.6 },
    },
  ];
}

/** Outlines of all violins as one line with gaps between violins. */
function outlines(
  violins: readonly Violin[],
  lags: Numbers,
  halfWidth: number,
): { x: (number | null)[]; y: (number | null)[] } {
  const parts = violins.map(({ at, shape }, i) => {
    const right = shape.map((value) => lags[i] + halfWidth * value);
    const left = shape.map((value) => lags[i] - halfWidth * value);
    return { x: [...right, ...left.reverse(), right[0], null], y: [...at, ...[...at].reverse(), at[0], null] };
  });
  return { x: parts.flatMap(({ x }) => x), y: parts.flatMap(({ y }) => y) };
}

/** A vertical line from the smallest to the largest value, with a bar at either end. */
function whiskers(
  violins: readonly Violin[],
  lags: Numbers,
  halfBar: number,
): { x: (number | null)[]; y: (number | null)[] } {
  const x = violins.flatMap((_, i) => {
    const bar = [lags[i] - halfBar, lags[i] + halfBar, null];
    return [...bar, lags[i], lags[i], null, ...bar];
  });
  return { x, y: violins.flatMap(({ min, max }) => [min, min, null, min, max, null, max, max, null]) };
}

function smallestGap(lags: Numbers): number {
  let gap = lags.length > 1 ? Infinity : 1;
  for (let i = 1; i < lags.length; i++) gap = Math.min(gap, Math.abs(lags[i] - lags[i - 1]));
  return gap;
}
