import { matrixOf, rowsOf } from 'microcanon/array';
import {
  askedEnergies,
  type DescentStatistics,
  descentsOf,
  type MarketDescentsData,
  marketFigure,
  marketLoss,
} from 'microcanon/chapter/markets';
import type { StatisticLaw } from 'microcanon/statistics';
import { type Result, stored } from 'microcanon/study';
import { drawnBy } from '../../figure/drawing-cell.js';
import { made, record, seed } from '../../figure/made-up.js';

function kept<Data>(result: Result<Data> | undefined): Result<Data> {
  if (result === undefined) throw new Error('a result that comes with the sources is missing in data/results');
  return result;
}
const market = (): MarketDescentsData =>
  kept(stored(descentsOf({ market: 'sp500', energy: 'stylized', base: 'white' }, { seed, profile: 'paper' }))).data;
/** The same with its first lags alone: a violin takes a thousand numbers. */
function shortened(data: MarketDescentsData, lagCount: number): MarketDescentsData {
  const law = (of: StatisticLaw): StatisticLaw => ({
    ...of,
    quantiles: matrixOf(rowsOf(of.quantiles).slice(0, lagCount)),
  });
  const paths = <Paths extends Pick<DescentStatistics, 'values' | 'squares'>>(of: Paths): Paths => ({
    ...of,
    values: law(of.values),
    squares: law(of.squares),
  });
  return {
    ...data,
    truth: {
      ...data.truth,
      values: data.truth.values.slice(0, lagCount),
      squares: data.truth.squares.slice(0, lagCount),
    },
    regular: paths(data.regular),
    meanField: paths(data.meanField),
    garch: data.garch && paths(data.garch),
  };
}

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '05 markets-10': () => drawnBy('05', ['markets-10'], { returns: record(80) }),
};

/** Pictures of the chapter's figures. */
export const figurePictures = {
  'market-figure': () =>
    marketFigure(shortened(market(), 3), 'daily return (standard deviations)', { caption: 'S&P 500.', key: seed }),
  'asked-energies': () => askedEnergies({ results: { 'S&P 500': market() }, caption: 'Asked for.', key: seed }),
  'market-loss': () => {
    const { regular, meanField } = market();
    return marketLoss({
      ...made,
      series: [
        { role: 'regular', ...regular },
        { role: 'mean-field', ...meanField },
      ],
    });
  },
};
