import type { DataFrame } from 'danfojs-node';
import {
  arrivalOf,
  deskLabels,
  type Arrival,
  type EntropyRecord,
  type MarketDescentsData,
  type MarketEntropyData,
} from '../experiment';
import { measured } from './curve';
import { resultTable } from './table';

type Columns = Pick<MarketDescentsData, 'truth' | 'regular' | 'meanField' | 'garch'>;

/**
 * The statistics that a desk asks for, of the series and of paths, with standard errors: see `deskOfSeries` and `deskOfPaths`. A
 * dash stands where a statistic has no value, as the autocorrelation of squares that are all equal.
 */
export function deskTable(data: Columns): DataFrame {
  return resultTable(deskLabels.map((statistic, i) => ({ statistic, ...deskCells(data, i) })));
}

/** The same of several series in one table, statistic by statistic. */
export function deskTables(results: Readonly<Record<string, Columns>>): DataFrame {
  const entries = Object.entries(results);
  return resultTable(deskLabels.flatMap((statistic, i) =>
    entries.map(([series, data], s) => ({ statistic: s === 0 ? statistic : '', series, ...deskCells(data, i) }))));
}

function deskCells({ truth, regular, meanField, garch }: Columns, i: number): Record<string, string> {
  const columns = { record: truth, regular, 'mean field': meanField };
  const cells = Object.entries(columns).map(([name, { desk }]) => [name, measured(desk.values[i], desk.standardErrors[i])]);
  return { ...Object.fromEntries(cells), GARCH: garch ? measured(garch.desk.values[i], garch.desk.standardErrors[i]) : 'no such model fits' };
}

/**
 * Whether descents towards one series or several have arrived: the share of the loss that is left, how far the component that is
 * farthest off is from its target, and a verdict. These are numbers of the paths that there are, not estimates of a law's: they have
 * no sampling error. See `arrivalOf`.
 */
export function convergenceTable(results: Readonly<Record<string, MarketDescentsData>>): DataFrame {
  return resultTable(Object.entries(results).flatMap(([series, data]) =>
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
    })));
}

function spokenDistance(distance: number, unit: Arrival['unit']): string {
  const share = distance < 10 ? `${Number((100 * distance).toPrecision(2))} %` : `${Number(distance.toPrecision(2))} times`;
  return unit === 'standard errors' ? `${share}${distance < 10 ? ' of' : ''} its standard error` : share;
}

/** More steps than this many times those taken are no advice. */
const FAR = 100;

function spokenVerdict({ verdict, steps, furtherSteps = Infinity }: Arrival): string {
  if (verdict === 'arrived') return 'arrived';
  if (verdict === 'standing still') return 'not there, and the loss no longer falls: take more steps, or smaller ones';
  if (furtherSteps > FAR * steps) return 'far from it: take many more steps';
  return `on its way: about ${Number(furtherSteps.toPrecision(1)).toLocaleString('en').replaceAll(',', ' ')} more steps`;
}

/** Entropy lost by the end of descents, nats a path, and its parts. */
export function entropyTable(entropies: Readonly<Record<string, MarketEntropyData>>): DataFrame {
  const rows = Object.entries(entropies).flatMap(([market, { regular, meanField }]) => [
    { market, descent: 'regular', ...entropyCells(regular) },
    { market, descent: 'mean field', ...entropyCells(meanField) },
  ]);
  return resultTable(rows);
}

function entropyCells({ steps, entropyLoss, transportLoss, collapseLoss }: EntropyRecord): Record<string, string | number> {
  const last = steps.length - 1;
  const cell = ({ values, standardErrors }: typeof entropyLoss): string => measured(values[last], standardErrors[last]);
  return {
    steps: steps[last],
    'entropy lost': cell(entropyLoss),
    'by transport': cell(transportLoss),
    'by collapse': cell(collapseLoss),
  };
}
