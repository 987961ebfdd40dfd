import { type MarketName, marketSeries } from '../../data-set/index.js';
import { euclideanLength, hypot, log, log10, squared } from '../../special/index.js';
import { type Estimate, mean } from '../../statistics/index.js';
import type { Claim, Finding, Loader } from '../../study/claim.js';
import { countAbove } from '../../study/estimates.js';
import type { MarketDescentsData } from './market-descents.js';
import type { MarketEntropyData } from './market-entropy.js';
import { descentsOf, entropyOf, type MarketDescent } from './market-figures.js';

const [STYLIZED, WAVELETS] = ['05', 'C'];

/** The claims of section 5.2 and Appendix C. */
export function claims(): Claim[] {
  return [...index(), ...rates(), ...wavelets(), ...start()];
}

/** The result of the paper's size if it is kept or computed, else that of the current profile. */
function dataOf(load: Loader, descent: MarketDescent, signalLength?: number): MarketDescentsData | undefined {
  const paper = load<MarketDescentsData>(descentsOf(descent, { profile: 'paper' }))?.data;
  const ofLength = paper && (signalLength === undefined || paper.regular.paths.columnCount === signalLength);
  return ofLength ? paper : load<MarketDescentsData>(descentsOf(descent, { signalLength }))?.data;
}

const stylized = (market: MarketName): MarketDescent => ({ market, energy: 'stylized', base: 'white' });
const scattering = (base: MarketDescent['base'] = 'white', market: MarketName = 'sp500'): MarketDescent => ({
  market,
  energy: 'scattering-covariance',
  base,
});

const from =
  (descent: MarketDescent, find: (data: MarketDescentsData) => Finding) =>
  (load: Loader): Finding | undefined => {
    const data = dataOf(load, descent);
    return data && find(data);
  };

function index(): Claim[] {
  const figure = 'Figure 6';
  const find = (of: (data: MarketDescentsData) => Finding) => from(stylized('sp500'), of);
  return [
    {
      figure,
      claim:
        'S&P 500: the regular paths’ energies vary too little; their variance beside that between blocks of the series, ' +
        'in powers of ten, mean over components',
      paper: 'below −1',
      where: STYLIZED,
      find: find(({ regular, blockVariance }) =>
        spread(regular.energyVariance, blockVariance, (powers) => powers < -1),
      ),
    },
    {
      figure,
      claim:
        'S&P 500: the mean-field paths’ energies keep a spread; their variance beside the regular paths’, in powers of ' +
        'ten, mean over components',
      paper: 'above 1',
      where: STYLIZED,
      find: find(({ regular, meanField: field }) =>
        spread(field.energyVariance, regular.energyVariance, (powers) => powers > 1),
      ),
    },
    {
      figure,
      claim:
        'S&P 500: components of 22 whose variance over mean-field paths is nearer to that between blocks of the series ' +
        'than over regular paths',
      paper: 22,
      where: STYLIZED,
      find: find(nearerComponents),
    },
    {
      figure,
      claim:
        'S&P 500: the mean-field paths fit the statistics that they are given; distance of their mean energy from the ' +
        'target, relative to it',
      paper: 'near 0',
      where: STYLIZED,
      find: find(miss),
    },
    {
      figure,
      claim:
        'S&P 500: the mean field’s marginal fit is slightly worse than the regular one; share of days out of place, ' +
        'mean field less regular',
      paper: 'above 0',
      where: STYLIZED,
      find: find(({ regular, meanField: field }) => {
        const { ours, standardError, note } = difference(field.outOfPlace, regular.outOfPlace);
        // "Slightly" is read as fewer than a tenth of all days.
        return { ours, standardError, holds: ours > 0 && ours < 0.1, ...(note && { note }) };
      }),
    },
    {
      figure,
      claim:
        'S&P 500: it still captures some of the heavy tails; kurtosis of the mean-field paths, of which the energy ' +
        'knows nothing',
      paper: 'above 3',
      where: STYLIZED,
      find: find(({ meanField: { desk } }) => aboveBy(desk.values[0], desk.standardErrors[0], 3)),
    },
    {
      figure: 'Section 5.2',
      claim:
        'S&P 500: the mean field counteracts the overfitting; nats of entropy by which its collapse is smaller than the ' +
        'regular one',
      paper: 'above 0',
      where: STYLIZED,
      find(load) {
        const of = (profile?: 'paper'): MarketEntropyData | undefined =>
          load<MarketEntropyData>(entropyOf(stylized('sp500'), { profile }))?.data;
        const data = of('paper') ?? of();
        if (data === undefined) return undefined;
        const collapse = ({ collapseLoss: { values, standardErrors } }: MarketEntropyData['regular']): Estimate => ({
          value: values[values.length - 1],
          standardError: standardErrors[values.length - 1],
        });
        return difference(collapse(data.regular), collapse(data.meanField));
      },
    },
  ];
}

function rates(): Claim[] {
  return (['eur-5', 'eur-10', 'usd-5', 'usd-10'] as const).flatMap((market) => {
    const [currency, years] = market.split('-');
    const name = `${currency.toUpperCase()} bonds, ${years} years`;
    // A series of another currency does not bear on the claim. One of the same currency and other years is shown, and not judged.
    const find =
      (of: (data: MarketDescentsData) => Finding) =>
      (load: Loader): Finding | undefined => {
        const { isPapers, note, advice } = marketSeries(market);
        const data = isPapers ? dataOf(load, stylized(market)) : undefined;
        if (data === undefined) return undefined;
        return advice === ''
          ? { ...of(data), note }
          : { ...of(data), notJudged: `A stand-in: ${note} For the paper’s series: ${advice}.` };
      };
    const absence =
      currency === 'eur' ? ` (a series that cannot be shipped: npx microcanon data fetch riksbank EMGVB${years}Y)` : '';
    return [
      {
        figure: 'Figure 7',
        claim:
          `${name}: components of 22 whose variance over mean-field paths is nearer to that between blocks than over ` +
          `regular paths${absence}`,
        paper: 22,
        where: STYLIZED,
        find: find(nearerComponents),
      },
      {
        figure: 'Figure 7',
        claim: `${name}: distance of the mean-field paths’ mean energy from the target, relative to it${absence}`,
        paper: 'near 0',
        where: STYLIZED,
        find: find(miss),
      },
    ];
  });
}

function wavelets(): Claim[] {
  /** The result with stylized features at the same length, for comparison. */
  const both =
    (find: (wavelet: MarketDescentsData, plain: MarketDescentsData) => Finding) =>
    (load: Loader): Finding | undefined => {
      const wavelet = dataOf(load, scattering());
      const plain = wavelet && dataOf(load, stylized('sp500'), wavelet.regular.paths.columnCount);
      return plain && find(wavelet, plain);
    };
  const worse = (method: 'regular' | 'meanField', name: string): Claim => ({
    figure: 'Figure 8',
    claim:
      `S&P 500, scattering covariance: the ${name} fit of the squares’ autocorrelation is worse than with stylized ` +
      'features; distance from the series, the one less the other',
    paper: 'above 0',
    where: WAVELETS,
    find: both((wavelet, plain) => difference(distance(wavelet, method), distance(plain, method))),
  });
  return [
    worse('regular', 'regular'),
    worse('meanField', 'mean-field'),
    {
      figure: 'Figure 8',
      claim:
        'S&P 500, scattering covariance: regular paths’ statistics are not as concentrated as with stylized features; ' +
        'spread of the squares’ autocorrelation relative to the mean field’s, the one over the other',
      paper: 'above 1',
      where: WAVELETS,
      find: both((wavelet, plain) => {
        const share = ({ regular, meanField: field }: MarketDescentsData): number =>
          mean(regular.squares.deviation) / mean(field.squares.deviation);
        const ours = share(wavelet) / share(plain);
        const counts = [wavelet, plain].flatMap((data) => [data.regular.pathCount, data.meanField.pathCount]);
        // The error treats all lags as one: the relative error of a standard deviation is 1/√(2N).
        return aboveBy(ours, ours * Math.sqrt(counts.reduce((sum, count) => sum + 1 / (2 * count), 0)), 1);
      }),
    },
    {
      figure: 'Figure 8',
      claim:
        'S&P 500, scattering covariance: the mean field improves most on the autocorrelation; spread of that at lag 1, ' +
        'mean field over regular',
      paper: 'above 1',
      where: WAVELETS,
      find: from(scattering(), ({ regular, meanField: field }) => {
        const ours = field.values.deviation[0] / regular.values.deviation[0];
        return aboveBy(ours, ours * Math.sqrt(1 / (2 * field.pathCount) + 1 / (2 * regular.pathCount)), 1);
      }),
    },
    {
      figure: 'Figure 9',
      claim:
        'S&P 500, scattering covariance: the regular loss can be made arbitrarily small; at the last step, relative to ' +
        'the first',
      paper: 'below 0.001',
      where: WAVELETS,
      find: from(scattering(), ({ regular: { losses } }) => {
        const ours = losses[losses.length - 1] / losses[0];
        return {
          ours,
          standardError: 'A mean over the paths of one descent; their spread is not kept.',
          holds: ours < 1e-3,
        };
      }),
    },
    {
      figure: 'Figure 9',
      claim:
        'S&P 500, scattering covariance: with more steps it becomes smaller still; power of the step with which it ' +
        'falls over the last tenth',
      paper: 'below 0',
      where: WAVELETS,
      find: from(scattering(), ({ regular: { steps, losses } }) => {
        const last = steps.length - 1;
        const before = steps.findIndex((step) => step >= 0.9 * steps[last]);
        const ours = log(losses[last] / losses[before]) / log(steps[last] / steps[before]);
        return {
          ours,
          standardError: 'Two points of one curve, a mean over paths; their spread is not kept.',
          holds: ours < 0,
        };
      }),
    },
  ];
}

function start(): Claim[] {
  return (['regular', 'meanField'] as const).map((method) => ({
    figure: 'Figure 10',
    claim:
      `S&P 500, scattering covariance: the ${method === 'regular' ? 'regular' : 'mean-field'} fit is better from ` +
      'GARCH than from white noise; distance of the squares’ autocorrelation from the series, white less GARCH',
    paper: 'above 0',
    where: WAVELETS,
    find(load) {
      const [white, garch] = [dataOf(load, scattering()), dataOf(load, scattering('garch'))];
      return white && garch && difference(distance(white, method), distance(garch, method));
    },
  }));
}

/**
 * Root mean square over lags of the paths' mean autocorrelation of squares less the series', with the error of a mean at a
 * typical lag.
 */
function distance({ truth, ...data }: MarketDescentsData, method: 'regular' | 'meanField'): Estimate {
  const { squares } = data[method];
  const value = Math.sqrt(mean(squares.mean.map((entry, l) => squared(entry - truth.squares[l]))));
  return { value, standardError: Math.sqrt(mean(squares.standardError.map((error) => error * error))) };
}

function difference(a: Estimate, b: Estimate): AboveBound {
  return aboveBy(a.value - b.value, hypot(a.standardError, b.standardError), 0);
}

type AboveBound = Finding & { readonly standardError: number };

/** Whether a number is above a bound, with a note if it is above by less than two standard errors. */
function aboveBy(ours: number, standardError: number, bound: number): AboveBound {
  const unsure = ours > bound && ours - bound < 2 * standardError;
  return { ours, standardError, holds: ours > bound, ...(unsure && { note: 'By less than two standard errors.' }) };
}

function nearerComponents({ regular, meanField: field, blockVariance, blockCount }: MarketDescentsData): Finding {
  // The logarithm of a variance of n values has a standard error near √(2/(n − 1)), which is largest for the few blocks.
  const squaredError = (count: number): number => 2 / (count - 1);
  const error = Math.sqrt(
    squaredError(blockCount) + (squaredError(field.pathCount) + squaredError(regular.pathCount)) / 4,
  );
  const counted = countAbove(
    Array.from(blockVariance, (block, k) => {
      const [a, b] = [log(field.energyVariance[k]), log(regular.energyVariance[k])];
      // Above 0 where the blocks' variance lies on the mean field's side of the middle between the two.
      return { value: Math.sign(a - b) * (log(block) - (a + b) / 2), error };
    }),
  );
  return { ...counted, holds: counted.ours === blockVariance.length };
}

function miss({ meanField: field, target }: MarketDescentsData): Finding {
  const ours = euclideanLength(field.meanEnergy.map((value, k) => value - target[k])) / euclideanLength(target);
  return { ours, standardError: 'The descent moves this very mean: it has no sampling error.', holds: ours < 0.05 };
}

/** Mean over components of log₁₀ of a ratio of variances, with its scatter as standard error. */
function spread(
  variance: ArrayLike<number>,
  reference: ArrayLike<number>,
  holds: (powers: number) => boolean,
): Finding {
  const powers = Array.from(variance, (entry, k) => log10(entry / reference[k]));
  const ours = mean(powers);
  const squares = powers.reduce((sum, entry) => sum + squared(entry - ours), 0);
  return { ours, standardError: Math.sqrt(squares / (powers.length - 1) / powers.length), holds: holds(ours) };
}
