import type { Matrix } from '../../array/index.js';
import { fullCaption, type Provenance } from '../../figure/caption.js';
import { type Figure, figure } from '../../figure/figure.js';
import { type Role, roleName } from '../../figure/palette.js';
import { headroom, logarithmicAxis, panelGrid, panelTitle } from '../../figure/panel.js';
import type { Result } from '../../study/index.js';
import { densityRange, type Histogram, type MarginalTruth, marginalTraces } from './marginal-histogram.js';
import type { MarketDescentsData, PathStatistics } from './market-descents.js';
import { type StatisticTruth, violinTraces } from './statistic-violins.js';

type Numbers = ArrayLike<number>;

/** One column of the comparison: an ensemble. */
export interface MarketColumn {
  readonly role: Role;
  readonly name?: string;
  /** One table per statistic, in the order of `statistics`: [lag][path]. */
  readonly samples: readonly ArrayLike<Numbers>[];
  readonly marginal: Histogram;
}

export interface MarketComparisonInput extends Provenance {
  readonly columns: readonly MarketColumn[];
  /** Statistics with one row of violins each. */
  readonly statistics: readonly StatisticTruth[];
  /** The marginal density of the last row. */
  readonly marginal: MarginalTruth;
}

/** Recorded statistics of paths as a column: autocorrelations of values and of squares, and the marginal. */
export function marketColumn(
  role: Role,
  { values, squares, marginal }: Pick<PathStatistics, 'values' | 'squares' | 'marginal'>,
  name?: string,
): MarketColumn {
  return { role, name, samples: [rowsOf(values.quantiles), rowsOf(squares.quantiles)], marginal };
}

/**
 * A recorded comparison in the form of Figures 6 to 8 and 10 of the paper: regular, mean-field and GARCH paths against the series.
 * If no GARCH model fits, the column of GARCH paths is left out, and the caption says why.
 * @param provenance caption, key and what else a figure says of its numbers; path count and signal length are the result's
 * @param label what is binned, with unit: `daily return (standard deviations)`
 */
export function marketFigure(
  { regular, meanField, garch, truth, referenceNote }: MarketDescentsData,
  label: string,
  provenance: Pick<Provenance, 'caption' | 'key' | 'alt'>,
): Figure {
  const lags = Array.from(truth.values, (_, l) => l + 1);
  return marketComparison({
    ...provenance,
    caption: [provenance.caption.trim(), referenceNote ?? ''].join(' ').trim(),
    columns: [
      marketColumn('regular', regular),
      marketColumn('mean-field', meanField),
      ...(garch ? [marketColumn('reference', garch, 'GARCH')] : []),
    ],
    statistics: [
      { label: 'autocorrelation', lags, truth: truth.values },
      { label: 'autocorrelation of squares', lags, truth: truth.squares },
    ],
    marginal: { ...truth.marginal, mean: 0, standardDeviation: 1, label },
    pathCount: regular.pathCount,
    signalLength: regular.paths.columnCount,
    units: 'autocorrelations without unit, densities per standard deviation',
  });
}

/** `marketFigure` of a rate: daily changes of a yield. */
export function rateFigure({ data, seed }: Pick<Result<MarketDescentsData>, 'data' | 'seed'>, caption: string): Figure {
  return marketFigure(data, 'daily change (standard deviations)', { caption, key: seed });
}

function rowsOf(entries: Matrix): Numbers[] {
  return Array.from({ length: entries.rowCount }, (_, i) => entries.row(i));
}

/**
 * Ensembles side by side against a real series: violins of statistics over lags, and marginal densities; the axes of a row
 * are shared. Paper: Figure 6 (and 7, 8, 10 with their data).
 * @throws RangeError when a column has not one sample for each statistic, or samples and lags differ in number
 */
export function marketComparison(input: MarketComparisonInput): Figure {
  const { columns, statistics, marginal } = input;
  const rowCount = statistics.length + 1;
  const [width, height] = [800, 210 * rowCount + 90];
  const panels = panelGrid(rowCount, columns.length, { x: 20, y: 62 }, width, height);
  const range = densityRange(
    marginal,
    columns.map((column) => column.marginal),
  );
  const data = panels.flatMap((panel) => {
    const column = columns[panel.column];
    if (column.samples.length !== statistics.length) {
      throw new RangeError(
        `marketComparison: samples expects ${statistics.length} statistics, got ${column.samples.length}; give one [lag][path] for each row`,
      );
    }
    const showlegend = panel.column === 0 && panel.row === rowCount - 1;
    if (panel.row === rowCount - 1)
      return marginalTraces({ ...column, ...column.marginal }, marginal, panel, range, showlegend);
    return violinTraces({ ...column, samples: column.samples[panel.row] }, statistics[panel.row], panel, false);
  });
  const axes = panels.flatMap((panel) => {
    const last = panel.row === rowCount - 1;
    const first = panels[panel.row * columns.length];
    const shared = panel.column > 0;
    const label = last ? 'density' : statistics[panel.row].label;
    // Three equal titles side by side would touch on a narrow page: only the middle one is drawn.
    const titled = columns.length < 3 || panel.column === columns.length >> 1;
    const across = {
      domain: panel.xDomain,
      anchor: panel.y,
      ...(titled && { title: { text: last ? marginal.label : 'lag' } }),
    };
    const up = { ...(last && logarithmicAxis(range)), domain: panel.yDomain, anchor: panel.x };
    return [
      [panel.xaxis, { ...across, ...(shared && { matches: first.x }) }],
      [panel.yaxis, { ...up, ...(shared ? { matches: first.y, showticklabels: false } : { title: { text: label } }) }],
    ];
  });
  const titles = panels
    .slice(0, columns.length)
    .map((panel, i) => panelTitle(panel, columns[i].name ?? roleName[columns[i].role]));
  return figure({
    data,
    layout: { width, ...headroom(height), annotations: titles, ...Object.fromEntries(axes) },
    caption: fullCaption(input),
    alt: input.alt,
  });
}
