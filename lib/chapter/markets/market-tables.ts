import type { DataFrame } from 'danfojs-node';
import { type Displayable, displaySymbol, escapeHtml, type MimeBundle } from '../../array/index.js';
import { measured } from '../../figure/curve.js';
import { resultTable } from '../../figure/table.js';
import { deskLabels } from '../../statistics/index.js';
import type { Result } from '../../study/index.js';
import { type Arrival, arrivalOf } from './market-arrival.js';
import type { MarketDescentsData } from './market-descents.js';
import type { EntropyRecord, MarketEntropyData, MarketEntropyParameters } from './market-entropy.js';

type Columns = Pick<MarketDescentsData, 'truth' | 'regular' | 'meanField' | 'garch'>;

/**
 * Statistics of a trading desk, of the series and of paths, with standard errors: see `deskOfSeries` and `deskOfPaths`. A dash
 * replaces a statistic without a value, such as the autocorrelation of squares that are all equal.
 */
export function deskTable(data: Columns): DataFrame {
  return resultTable(deskLabels.map((statistic, i) => ({ statistic, ...deskCells(data, i) })));
}

/** `deskTable` of several series in one table: statistic by statistic, one row per series. */
export function deskTables(results: Readonly<Record<string, Columns>>): Displayable {
  const entries = Object.entries(results);
  if (entries.length === 0)
    throw new RangeError('deskTables: results expects at least one series, got none; compute one first');
  const groups = deskLabels.map((statistic, i) => ({
    statistic,
    rows: entries.map(([series, data]): string[] => [series, ...Object.values(deskCells(data, i))]),
  }));
  return { [displaySymbol]: () => groupedBundle(['series', ...Object.keys(deskCells(entries[0][1], 0))], groups) };
}

/** A table whose rows stand in groups under a heading each, whole however long it is. */
function groupedBundle(
  columns: readonly string[],
  groups: ReadonlyArray<{ readonly statistic: string; readonly rows: readonly string[][] }>,
): MimeBundle {
  const widths = columns.map((name, c) =>
    Math.max(name.length, ...groups.flatMap(({ rows }) => rows.map((row) => row[c].length))),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ')}`;
  const head = columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const bodies = groups.map(({ statistic, rows }) => {
    const heading = `<tr><th colspan="${columns.length}" scope="rowgroup">${escapeHtml(statistic)}</th></tr>`;
    const lines = rows.map(
      ([series, ...cells]) =>
        `<tr><th scope="row">${escapeHtml(series)}</th>${cells.map((cell) => `<td>${escapeHtml(unbroken(cell))}</td>`).join('')}</tr>`,
    );
    return `<tbody>${heading}${lines.join('')}</tbody>`;
  });
  return {
    'text/html': `<table class="dataframe"><thead><tr>${head}</tr></thead>${bodies.join('')}</table>`,
    'text/plain': [line(columns), ...groups.flatMap(({ statistic, rows }) => [statistic, ...rows.map(line)])].join(
      '\n',
    ),
  };
}

/** Joins a number and its error by spaces that do not break, so that both stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ± ', '\u00a0±\u00a0');
}

function deskCells({ truth, regular, meanField, garch }: Columns, i: number): Record<string, string> {
  const columns = { record: truth, regular, 'mean field': meanField };
  const cells = Object.entries(columns).map(([name, { desk }]) => [
    name,
    measured(desk.values[i], desk.standardErrors[i]),
  ]);
  return {
    ...Object.fromEntries(cells),
    GARCH: garch ? measured(garch.desk.values[i], garch.desk.standardErrors[i]) : 'no such model fits',
  };
}

/**
 * Whether descents towards one series or several have arrived: the share of the loss that is left, how far the component that is
 * farthest off is from its target, and a verdict. These are numbers of the paths that there are, not estimates of a law's: they have
 * no sampling error. See `arrivalOf`.
 */
export function convergenceTable(results: Readonly<Record<string, MarketDescentsData>>): DataFrame {
  return resultTable(
    Object.entries(results).flatMap(([series, data]) =>
      (['regular', 'meanField'] as const).map((method) => {
        const arrival = arrivalOf(data, method);
        const { steps, lossLeft, distance, component, unit } = arrival;
        return {
          series,
          descent: method === 'regular' ? 'regular' : 'mean field',
          paths: data[method].pathCount,
          steps,
          'loss left': lossLeft.toExponential(1),
          'off target by': spokenDistance(distance, unit),
          'farthest component': component,
          verdict: spokenVerdict(arrival),
        };
      }),
    ),
  );
}

function spokenDistance(distance: number, unit: Arrival['unit']): string {
  const share =
    distance < 10 ? `${Number((100 * distance).toPrecision(2))} %` : `${Number(distance.toPrecision(2))} times`;
  return unit === 'standard errors' ? `${share}${distance < 10 ? ' of' : ''} its standard error` : share;
}

/** Advice names further steps only up to this multiple of the steps taken. */
const FAR = 100;

function spokenVerdict({ verdict, steps, furtherSteps = Infinity }: Arrival): string {
  if (verdict === 'arrived') return 'arrived';
  if (verdict === 'standing still') return 'not there, and the loss no longer falls: take more steps, or smaller ones';
  if (furtherSteps > FAR * steps) return 'far from it: take many more steps';
  return `on its way: about ${Number(furtherSteps.toPrecision(1)).toLocaleString('en').replaceAll(',', ' ')} more steps`;
}

/**
 * Entropy lost by the end of descents, in nats per path, and its parts; beside them what they depend on: γ, the paths that are
 * coupled, the steps, and the share of the loss that is left.
 * @param entropies results of `marketEntropy`
 */
export function entropyTable(
  entropies: Readonly<Record<string, Pick<Result<MarketEntropyData>, 'data' | 'parameters'>>>,
): DataFrame {
  return resultTable(
    Object.entries(entropies).flatMap(([series, { data, parameters }]) => {
      const { stepSize, ensembleSize, ensembleCount } = parameters as MarketEntropyParameters;
      return (['regular', 'meanField'] as const).map((method) => ({
        series,
        descent: method === 'regular' ? 'regular' : 'mean field',
        'step size γ': stepSize,
        paths: method === 'regular' ? `${ensembleSize * ensembleCount} × 1` : `${ensembleCount} × ${ensembleSize}`,
        ...entropyCells(data[method]),
      }));
    }),
  );
}

function entropyCells({
  steps,
  losses,
  entropyLoss,
  transportLoss,
  collapseLoss,
}: EntropyRecord): Record<string, string | number> {
  const last = steps.length - 1;
  const cell = ({ values, standardErrors }: typeof entropyLoss): string => measured(values[last], standardErrors[last]);
  return {
    steps: steps[last],
    'loss left': (losses[last] / losses[0]).toExponential(1),
    'entropy lost': cell(entropyLoss),
    'by transport': cell(transportLoss),
    'by collapse': cell(collapseLoss),
  };
}
