import { drawnBy } from '../../figure/drawing-cell.js';
import { finished } from '../../figure/made-up.js';

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '24 free-figure4': () => {
    const logOdds = [1, 5, 10, 20, 50];
    const exact = logOdds.map((z) => ({
      logOdds: z,
      divergence: Math.log(Math.cosh(z / 2)),
      fisher: 1e-6 * Math.exp(z / 3),
    }));
    const bandOf = (size: number, width: number) => ({
      low: exact.map(({ divergence, fisher }) => (size === 0 ? divergence / (1 + width) : fisher * 1e-3 * (1 - width))),
      high: exact.map(({ divergence, fisher }) => (size === 0 ? divergence : fisher) * (1 + width)),
    });
    const bands = [0.3, 0.1, 0.03].map((width) => ({ divergence: bandOf(0, width), fisher: bandOf(1, width) }));
    return drawnBy('24', ['free-figure4'], { logOdds, exact, bands, counts: [100, 1000, 10_000], seed: 7 });
  },
  '24 free-costs': () =>
    drawnBy('24', ['free-costs'], {
      weightCosts: (separation: number) => ({
        separation,
        maximumLikelihood: 4,
        scoreMatching: 4 * Math.exp(0.55 * separation ** 2),
        noiseContrastive: 8 + separation,
      }),
    }),
  '24 free-estimators': () => {
    const rows = (limits: readonly number[]) =>
      ['maximum likelihood', 'score matching, 4 directions', 'score matching, 1 direction', 'noise-contrastive'].map(
        (name, i) => ({
          name,
          multipliers: [{ value: limits[i] + 0.05, standardError: 0.04 }],
          deviations: [{ value: 5 + i, standardError: 0.5 }],
          ...(i < 3 && { law: { multipliers: [limits[i]] } }),
        }),
      );
    return drawnBy('24', ['free-estimators'], {
      results: [
        [-6.4, -6.4, -6.4, -6.4],
        [-6.4, -10.3, -10.3, -8.2],
      ].map((limits) => finished({ rows: rows(limits) }, { pathCount: 400, signalLength: 16 })),
      titles: ['the model is right', 'the model is wrong'],
      pathCount: 400,
    });
  },
};
