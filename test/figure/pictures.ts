import { ensemble, matrixOf, rowsOf } from 'microcanon/array';
import { spectrumHistogram } from 'microcanon/chapter/log-determinant';
import {
  askedEnergies,
  type DescentStatistics,
  descentsOf,
  type MarketDescentsData,
  marketFigure,
  marketLoss,
} from 'microcanon/chapter/markets';
import { principle } from 'microcanon/chapter/mean-field';
import { divergenceCurve, energyDensity, entropyBudget } from 'microcanon/chapter/overfitting';
import { bestDescents, divergenceGrid, tableOne, tableOneCells, tableOneFigure } from 'microcanon/chapter/synthetic';
import type { Figure } from 'microcanon/figure';
import { key, normals } from 'microcanon/random';
import type { StatisticLaw } from 'microcanon/statistics';
import { type Result, stored } from 'microcanon/study';
import { drawnBy } from './drawing-cell.js';

const seed = 7;
const list = (count: number, entry: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => entry(i));
const numbers = (count: number, entry: (i: number) => number): Float64Array => Float64Array.from(list(count, entry));
/** The same normal numbers in every run. */
const noise = (count: number, number = 1): Float64Array => normals(key(number), count);

/** A curve that falls and rises again, with an error that grows. */
const curve = (count: number, floor: number, rise = 0) => ({
  values: numbers(count, (t) => floor + 5 * Math.exp((-8 * t) / count) + (rise * t) / count),
  standardErrors: numbers(count, (t) => 0.05 + (0.1 * t) / count),
});

/** What stands for a finished experiment with these data. */
const finished = (data: object, parameters: object = { pathCount: 32, signalLength: 64 }) => ({
  id: 'made-up',
  parameters,
  seed,
  provenance: { revision: '0000000' },
  data,
});

/** What a cell takes for `run`, for an experiment and for its options. */
const running = (name: string, data: object, parameters?: object) => ({
  seed,
  run: async () => finished(data, parameters),
  [name]: () => ({}),
});

const cloud = (count: number, radius: number, number: number) => {
  const [x, y] = [noise(count, number), noise(count, number + 1)];
  return list(count, (i) => i).map((i) => Float64Array.of(radius * x[i], radius * y[i]));
};
const pathsOf = (points: readonly Float64Array[]) =>
  ensemble(points.length, 2, Float64Array.from(points.flatMap((point) => [...point])));

const biased = {
  kinds: [1, 4, Infinity].map((targetPathCount) => ({
    targetPathCount,
    targets: matrixOf([
      [0.1, 1],
      [0.2, 1.1],
    ]),
    regular: curve(20, 1 + 1 / targetPathCount, 3),
    meanField: curve(20, 0.1 + 1 / targetPathCount),
    law: matrixOf([...curve(20, 0.1 + 1 / targetPathCount).values].map((value) => [value, 1.1 * value])),
    meanFieldByTarget: matrixOf([
      [2, 3],
      [0.2 + 1 / targetPathCount, 0.3 + 2 / targetPathCount],
    ]),
  })),
};
const nats = { label: 'reverse KL divergence', unit: 'nats per path', type: 'log' } as const;
const sized = (lengths: readonly number[], power: number) => ({
  size: lengths,
  seconds: lengths.map((d) => 1e-6 * d ** power),
});
const entries = (lengths: readonly number[], power: number, ensembleSize: number) =>
  lengths.map((signalLength) => ({
    signalLength,
    ensembleSize,
    seconds: 1e-7 * signalLength ** power,
    factorisation: 5e-8 * signalLength ** power,
  }));

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures: Readonly<Record<string, () => Promise<Figure>>> = {
  '01 models-22': () =>
    drawnBy('01', ['models-20', 'models-22'], {
      seed,
      noiseKey: 0,
      macro: { sample: () => pathsOf(cloud(60, 1, 1)) },
      kept: cloud(40, 0.5, 3),
    }),
  '01 models-30': () => {
    const spread = (factor: number) =>
      [4, 16, 64, 256].map((d) => ({ signalLength: d, value: factor * Math.sqrt(2 / d), error: 0.3 / d }));
    return drawnBy('01', ['models-30'], { seed, whiteSpread: spread(1), arSpread: spread(1.3), bartlett: 3 });
  },
  '01 models-34': () =>
    drawnBy('01', ['models-34'], {
      shell: (d: number, width: number) => ({ divergence: 1 / (d * width) ** 0.3 + width * d ** 0.5 }),
    }),
  '01 models-35-figure': () =>
    drawnBy('01', ['models-35-figure'], { marginalDivergence: (k: number, d: number) => (k / d) ** 2 / 4 }),
  '01 models-42-figure': () =>
    drawnBy('01', ['models-20', 'models-42-figure'], {
      seed,
      start: { paths: pathsOf(cloud(40, 1, 5)) },
      after20: { paths: pathsOf(cloud(40, 0.7, 7)) },
      after100: { paths: pathsOf(cloud(40, 0.4, 9)) },
    }),
  '01 models-62': () => {
    const lags = (factor: number) =>
      list(9, (lag) => lag).map((lag) => ({ lag, value: factor ** lag, standardError: 0.03 }));
    return drawnBy('01', ['models-60', 'models-62'], {
      seed,
      d: 96,
      before: ensemble(1, 96, noise(96, 1)),
      moved: ensemble(1, 96, noise(96, 2)),
      autoBefore: lags(0.1),
      autoAfter: lags(0.5),
      autoTrue: list(9, (lag) => 0.6 ** lag),
    });
  },
  '01 models-76-figure': () => {
    const through = (width: number) =>
      list(12, (t) => t).map((t) => list(5, (n) => 1 - 0.7 * Math.exp(-t / 3) + width * (n - 2)));
    return drawnBy('01', ['models-76-figure'], { seed, chainEnergies: through(0.1), descentEnergies: through(0.02) });
  },
  '02 overfitting-inverse-8': () => {
    const size = { bound: list(9, (i) => 0.05 - 0.001 * i), most: list(9, (i) => 0.04 - 0.001 * i) };
    return drawnBy('02', ['overfitting-inverse-8'], {
      size,
      watched: list(9, (i) => 25 * i),
      contraction: finished({}),
    });
  },
  '02 overfitting-bias-5': () =>
    drawnBy('02', ['overfitting-bias-5'], running('biasedTargets', biased, { ensembleSize: 64, signalLength: 64 })),
  '03 mean-field-40': () => {
    const curves = [1, 8, 128].map((size) => ({ size, ensembleCount: 256, divergence: curve(30, 0.1 + 10 / size) }));
    return drawnBy('03', ['mean-field-40'], running('ensembleSizes', { curves }));
  },
  '03 mean-field-bias-4': () =>
    drawnBy('03', ['mean-field-bias-2', 'mean-field-bias-4'], { ...running('biasedTargets', biased), nats }),
  '03 mean-field-bias-10': () =>
    drawnBy('03', ['mean-field-bias-8', 'mean-field-bias-10'], {
      biased,
      targeted: finished({}),
      named: String,
      biasCost: (target: readonly number[]) => target[0] ** 2,
    }),
  '03 mean-field-inner-5': () => {
    const descents = [1, 2, 5].map((innerStepCount) => ({
      innerStepCount,
      divergence: curve(40 / innerStepCount, 0.2 + 0.1 / innerStepCount),
    }));
    return drawnBy('03', ['mean-field-inner-5'], {
      ...running('innerSteps', { descents }, { ensembleSize: 32, ensembleCount: 8, signalLength: 64 }),
      nats,
    });
  },
  '03 mean-field-stop-3': () => {
    const inside = (end: number) =>
      matrixOf(list(30, (t) => t).map((t) => [0.5, 0.9].map((share) => share * end * (1 - Math.exp(-t / 8)))));
    const stops = {
      regular: [
        { share: 0.1, epsilon: 0.02 },
        { share: 0.5, epsilon: 0.05 },
      ],
      insideRegular: inside(1.1),
      insideMeanField: inside(0.5),
    };
    return drawnBy('03', ['mean-field-stop-1', 'mean-field-stop-3'], running('stoppingRule', stops));
  },
  '03 mean-field-58': () =>
    drawnBy('03', ['mean-field-58'], {
      seed,
      length: 64,
      variances: numbers(20, (t) => 100 * 0.7 ** t),
      law: list(20, (t) => 100 * 0.7 ** t),
    }),
  '04 synthetic-18': () =>
    drawnBy('04', ['synthetic-18'], {
      seed,
      tableOneModels: ['a', 'b'],
      modelLabel: (name: string) => `model ${name}`,
      shown: [noise(60, 1), noise(60, 2)],
    }),
  '04 synthetic-28': () => {
    const bank = (center: number) => () => ({
      bandPass: [numbers(8192, (m) => Math.exp(-((Math.log2((m + 1) / 8192) + center) ** 2)))],
    });
    return drawnBy('04', ['synthetic-26', 'synthetic-28'], { morlet: bank(3), battleLemarie: bank(5) });
  },
  '05 markets-10': () => drawnBy('05', ['markets-10'], { returns: record(80) }),
  '06 own-16': () => drawnBy('06', ['own-16'], { returns: { ...record(60), name: 'own' } }),
  '06 own-40': () =>
    drawnBy('06', ['own-38', 'own-40'], {
      seed,
      inLogs: true,
      signalLength: 30,
      levels: { name: 'own', values: numbers(40, (t) => 100 + t) },
      futures: ensemble(
        3,
        30,
        numbers(90, (i) => 140 + Math.floor(i / 30) * (i % 30)),
      ),
    }),
  'A determinant-10-figure': () => {
    const bruteForce = list(18, (i) => i).map((i) =>
      list(18, (j) => (i === j ? 1 : 0) + Math.sin(i * j + i) / (1 + (i - j) ** 2)),
    );
    return drawnBy('A', ['determinant-10', 'determinant-10-figure'], { seed, N: 3, d: 6, bruteForce });
  },
  'A determinant-28-figure': () =>
    drawnBy('A', ['determinant-28', 'determinant-28-figure'], {
      seed,
      byLength: [{ ensembleSize: 4 }],
      banded: { name: 'banded blocks', ...sized([64, 256, 1024], 1) },
      wholeBlocks: { name: 'dense blocks', ...sized([64, 128, 256], 2.5) },
      elimination: { name: 'their elimination', ...sized([64, 128, 256], 3) },
    }),
  'A determinant-30': () =>
    drawnBy('A', ['determinant-28', 'determinant-30'], {
      seed,
      bySize: [{ signalLength: 64 }],
      console: { log: () => {} },
      slope: () => ({ exponent: 1, standardError: 0.1 }),
      curve: () => ({ name: 'banded blocks', ...sized([1, 4, 16], 1) }),
    }),
  'B projected-36': () =>
    drawnBy('B', ['projected-36'], {
      seed,
      ranks: ['autocovariance', 'scattering mean'].map((name, i) => ({
        name,
        steps: list(20, (t) => t).map((t) => list(60 * i + t, () => 0)),
      })),
    }),
  'D log-determinant-22': () => {
    const [whole, probing] = [entries([64, 128, 256], 3, 4), entries([64, 256, 1024], 1, 32)];
    return drawnBy('D', ['log-determinant-22'], {
      seed,
      whole,
      probing,
      factored: whole,
      curves: { probes: probing, 'dense block': whole },
      perPath: ({ seconds, ensembleSize }: (typeof whole)[number]) => (1000 * seconds) / ensembleSize,
    });
  },
  'D log-determinant-40': () =>
    drawnBy('D', ['log-determinant-40'], {
      seed,
      spectra: { parameters: { extremePathCount: 8 } },
      byEnergy: ['autocovariance', 'scattering mean'].map((name, i) => ({
        name,
        entries: [64, 256, 1024].map((d) => ({ signalLength: d, typical: (i + 1) / d })),
      })),
    }),
  'D log-determinant-50': () =>
    drawnBy('D', ['log-determinant-50'], {
      seed,
      d: 64,
      distances: list(9, (i) => 10 ** (-i / 3)),
      sizes: list(9, (i) => 0.01 * 10 ** (i / 3)),
    }),
  'D log-determinant-72': () =>
    drawnBy('D', ['log-determinant-72'], {
      smoothOne: noise(200, 1),
      kinkedOne: noise(200, 2).map((value) => 2 * value),
      keyCount: 200,
      calibrated: finished({}),
      probeScores: (one: Float64Array) => one,
      estimateScores: (one: Float64Array) => one,
    }),
  'D log-determinant-98': () => {
    const data = { steps: list(12, (t) => 10 * t), divergence: curve(12, 1), probeErrors: list(12, () => 0.01) };
    return drawnBy('D', ['log-determinant-96', 'log-determinant-98'], {
      methods: ['regular', 'mean-field'],
      entries: [finished(data), finished(data)],
    });
  },
};

function record(count: number) {
  const start = Date.UTC(2020, 0, 1);
  return {
    dates: list(count, (t) => t).map((t) => new Date(start + t * 86_400_000).toISOString().slice(0, 10)),
    values: noise(count, 4),
  };
}

const made = { pathCount: 32, signalLength: 64, key: seed, units: 'nats per path', caption: 'Made-up numbers.' };
const axes = ['autocovariance at lag 1', 'autocovariance at lag 0'] as const;
const gaussian = (role: 'regular' | 'true', shift: number) =>
  ({
    role,
    mean: [shift, 1],
    covariance: [
      [0.01, 0.004],
      [0.004, 0.02],
    ],
  }) as const;
const series = (role: 'regular' | 'mean-field', floor: number, rise: number) => {
  const { values, standardErrors } = curve(30, floor, rise);
  const shifted = (by: number) => values.map((value) => value / 2 - by);
  return {
    role,
    divergence: values,
    divergenceError: standardErrors,
    negativeEntropy: shifted(50),
    negativeEntropyError: standardErrors,
    logLikelihood: shifted(52),
    logLikelihoodError: standardErrors,
  };
};

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

const tableOneResults = () =>
  tableOneCells().flatMap((cell) => stored(tableOne(cell, {}, { seed, profile: 'paper' })) ?? []);

/** Pictures of the figures that chapters have functions for. */
export const chapterPictures: Readonly<Record<string, () => Figure>> = {
  'divergence-curve': () =>
    divergenceCurve({
      ...made,
      series: [{ ...series('regular', 2, 4), paper: { step: 8, divergence: 2.5 } }, series('mean-field', 0.3, 0)],
    }),
  'energy-density': () =>
    energyDensity({
      ...made,
      axes,
      target: [0.1, 1],
      panels: [
        { title: 'early', clouds: [gaussian('true', 0.1), gaussian('regular', 0)] },
        { title: 'late', clouds: [gaussian('regular', 0.1)] },
      ],
    }),
  'entropy-budget': () =>
    entropyBudget({
      ...made,
      losses: (['regular', 'mean-field'] as const).map((role, i) => ({
        role,
        collapse: list(20, () => 0.1 / (1 + 9 * i)),
        transport: list(20, (t) => 0.2 / (1 + t)),
      })),
    }),
  principle: () => {
    const ways = (pull: number) =>
      list(6, (n) => n).map((n) =>
        list(5, (t) => t).map((t) => [0.02 * n * (1 - pull * t) + 0.02 * t, 1 + 0.01 * n] as const),
      );
    return principle({
      ...made,
      axes,
      regular: ways(0.2),
      meanField: ways(0),
      truth: [
        [0.1, 1],
        [0.12, 1.05],
      ],
      target: [0.1, 1],
    });
  },
  'spectrum-histogram': () =>
    spectrumHistogram({
      ...made,
      label: 'eigenvalue',
      panels: ['one', 'two'].map((title, i) => ({
        title,
        samples: [
          { name: 'early', values: noise(60, i + 1) },
          { name: 'late', values: noise(60, i + 3).map((value) => value / 2) },
        ],
      })),
    }),
  'table-one': () => tableOneFigure(tableOneResults(), made),
  'divergence-grid': () => divergenceGrid({ ...made, rows: bestDescents(tableOneResults()).slice(0, 1) }),
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
