import { spectrumHistogram } from 'microcanon/chapter/log-determinant';
import { drawnBy } from '../../figure/drawing-cell.js';
import { curve, finished, list, made, noise, seed } from '../../figure/made-up.js';

const entries = (lengths: readonly number[], power: number, ensembleSize: number) =>
  lengths.map((signalLength) => ({
    signalLength,
    ensembleSize,
    seconds: 1e-7 * signalLength ** power,
    factorisation: 5e-8 * signalLength ** power,
  }));

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
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

/** Pictures of the chapter's figures. */
export const figurePictures = {
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
};
