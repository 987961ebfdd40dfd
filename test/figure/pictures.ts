import { ensemble } from 'microcanon/array';
import type { Figure } from 'microcanon/figure';
import { drawnBy } from './drawing-cell.js';
import { list, noise, numbers, record, seed } from './made-up.js';

const cloud = (count: number, radius: number, number: number) => {
  const [x, y] = [noise(count, number), noise(count, number + 1)];
  return list(count, (i) => i).map((i) => Float64Array.of(radius * x[i], radius * y[i]));
};
const pathsOf = (points: readonly Float64Array[]) =>
  ensemble(points.length, 2, Float64Array.from(points.flatMap((point) => [...point])));

/** Pictures of the cells that plot in notebooks without a chapter of their own, by the names of their cells; others are beside the tests of their chapters. */
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
  'B projected-36': () =>
    drawnBy('B', ['projected-36'], {
      seed,
      ranks: ['autocovariance', 'scattering mean'].map((name, i) => ({
        name,
        steps: list(20, (t) => t).map((t) => list(60 * i + t, () => 0)),
      })),
    }),
};
