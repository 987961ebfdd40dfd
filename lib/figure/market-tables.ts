import type { DataFrame } from 'danfojs-node';
import {
  deskLabels,
  type DescentStatistics,
  type EntropyRecord,
  type MarketDescentsData,
  type MarketEntropyData,
} from '../experiment';
import { measured } from './curve';
import { resultTable } from './table';

type Columns = Pick<MarketDescentsData, 'truth' | 'regular' | 'meanField' | 'garch'>;

/**
 * The statistics that a desk asks for, of the series and of paths, with standard errors: see `deskOfSeries` and `deskOfPaths`.
 */
export function deskTable({ truth, regular, meanField, garch }: Columns): DataFrame {
  const columns = { record: truth, regular, 'mean field': meanField, GARCH: garch };
  return resultTable(deskLabels.map((statistic, i) => {
    const cells = Object.entries(columns).map(([name, { desk }]) => [name, measured(desk.values[i], desk.standardErrors[i])]);
    return { statistic, ...Object.fromEntries(cells) };
  }));
}

/**
 * How converged descents are: the loss at the end relative to that at the start, and the power of the step number that it falls
 * with over the last tenth of the steps: 0 where it has settled, below −1 where it still falls fast.
 */
export function convergenceTable(descents: Readonly<Record<string, Pick<DescentStatistics, 'steps' | 'losses'>>>): DataFrame {
  return resultTable(Object.entries(descents).map(([descent, { steps, losses }]) => {
    const last = steps.length - 1;
    const before = steps.findIndex((step) => step >= 0.9 * steps[last]);
    const slope = Math.log(losses[last] / losses[before]) / Math.log(steps[last] / steps[before]);
    return {
      descent,
      steps: steps[last],
      'loss at the end, of that at the start': (losses[last] / losses[0]).toExponential(1),
      'falls with the step to the power': slope.toFixed(1),
    };
  }));
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
