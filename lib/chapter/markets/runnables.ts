import { type MarketName, marketNames } from '../../data-set/index.js';
import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import type { MarketDescentsData, MarketDescentsParameters } from './market-descents.js';
import type { MarketEntropyData, MarketEntropyParameters } from './market-entropy.js';
import {
  descentsOf,
  entropyOf,
  type MarketDescent,
  type MarketFigureNumber,
  marketFigureDescents,
  marketFigures,
} from './market-figures.js';

type Selection = Parameters<Runnable['parts']>[0];

/** The descents of the selected figures and markets, each once. */
function picked({ figure, series }: Selection): MarketDescent[] {
  const number = figure === undefined ? undefined : Number(figure);
  if (number !== undefined && !marketFigures.includes(number as MarketFigureNumber)) {
    throw new RangeError(
      `option --figure expects one of ${marketFigures.join(', ')}, got '${figure}'; choose one of them`,
    );
  }
  if (series !== undefined && !marketNames.includes(series as MarketName)) {
    throw new RangeError(
      `option --series expects one of ${marketNames.join(', ')}, got '${series}'; choose one of them`,
    );
  }
  // Figure 9 uses a result of Figure 8.
  const numbers = number === undefined ? marketFigures.filter((other) => other !== 9) : [number as MarketFigureNumber];
  const found = numbers.flatMap(marketFigureDescents).filter(({ market }) => series === undefined || market === series);
  if (found.length === 0) {
    throw new RangeError(
      `option --series expects a market of Figure ${figure}, got '${series}'; leave one of the two out`,
    );
  }
  return found;
}

const OPTIONS: Runnable['options'] = {
  figure: { value: 'N', help: 'only this figure of the paper, 6 to 10' },
  series: { value: 'NAME', help: `only this series: ${marketNames.join(', ')}` },
};

const HEADINGS = ['series                       ', 'energy               ', 'base '];

function cellsOf({ series, energy, base }: Pick<MarketDescentsParameters, 'series' | 'energy' | 'base'>): string[] {
  return [series, energy, base];
}

/** Descents towards markets: Figures 6 to 10. */
const marketsRunnable: Runnable = {
  name: 'markets',
  summary: 'descents towards the markets of section 5.2, Figures 6 to 10',
  options: OPTIONS,
  headings: [...HEADINGS, 'loss left: regular', 'mean field', 'time'],
  parts: (selection, profile) => picked(selection).map((descent) => descentsOf(descent, { profile })),
  line(result) {
    const { parameters, data, provenance } = result as Result<MarketDescentsData>;
    const left = ({ losses }: MarketDescentsData['regular']): string =>
      (losses[losses.length - 1] / losses[0]).toExponential(1);
    const cells = cellsOf(parameters as MarketDescentsParameters);
    return [...cells, left(data.regular), left(data.meanField), spokenDuration(provenance.wallSeconds)];
  },
};

/** The entropy that these descents lose, with fewer paths, and with smaller steps towards the scattering covariance. */
const marketEntropyRunnable: Runnable = {
  name: 'market-entropy',
  summary:
    'the entropy lost towards these markets, by fewer paths; towards the scattering covariance by steps a tenth as large (Notebook C)',
  options: OPTIONS,
  headings: [...HEADINGS, 'entropy lost, nats per path: regular', 'mean field', 'time'],
  parts: (selection, profile) => picked(selection).map((descent) => entropyOf(descent, { profile })),
  line(result) {
    const { parameters, data, provenance } = result as Result<MarketEntropyData>;
    const lost = ({ entropyLoss: { values, standardErrors } }: MarketEntropyData['regular']): string => {
      const last = values.length - 1;
      return `${values[last].toFixed(1)} ± ${standardErrors[last].toFixed(1)}`;
    };
    const cells = cellsOf(parameters as MarketEntropyParameters);
    return [...cells, lost(data.regular), lost(data.meanField), spokenDuration(provenance.wallSeconds)];
  },
};

/** The experiments of this chapter for the command line. */
export const runnables: readonly Runnable[] = [marketsRunnable, marketEntropyRunnable];
