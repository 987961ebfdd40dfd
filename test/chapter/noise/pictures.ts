import { drawnBy } from '../../figure/drawing-cell.js';
import { curve, finished } from '../../figure/made-up.js';

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '12 noise-knob': () =>
    drawnBy('12', ['noise-knob'], {
      rows: [1, 4, 64].map((ensembleSize, i) => ({
        ensembleSize,
        temperature: 1,
        lagOneVariance: { value: [0.0015, 0.07, 0.09][i], standardError: [0.0003, 0.013, 0.016][i] },
      })),
      exact: { noisy: { lagOneVariance: { value: 0.097, standardError: 0 } } },
      predictedVariances: Float64Array.of(0.0011, 0.073, 0.0955),
      quartet: finished({}, { pathCount: 64, signalLength: 32 }),
    }),
  '12 noise-gaps': () => {
    const volatilities = [0.1, 1, 10, 100];
    const gaps = [3, 200].map((size) =>
      volatilities.map((volatility) => ({
        volatility,
        law: size / (1 + volatility) ** 3,
        bound: size / (1 + volatility),
      })),
    );
    return drawnBy('12', ['noise-gaps'], {
      truths: [0.5, 0.9].map((autocorrelation) => ({ autocorrelation })),
      gaps,
      repaired: gaps.map((row) => row.slice(1).map((gap) => ({ ...gap, value: gap.bound / 4 }))),
    });
  },
  '12 noise-distance': () => {
    const divergences = (rise: number) => ({ fromCanonical: curve(60, 1, rise), fromTruth: curve(60, 2, rise) });
    return drawnBy('12', ['noise-distance'], {
      distances: [
        finished(
          { regular: divergences(9), meanField: divergences(1) },
          { ensembleSize: 32, ensembleCount: 4, signalLength: 64 },
        ),
      ],
    });
  },
};
