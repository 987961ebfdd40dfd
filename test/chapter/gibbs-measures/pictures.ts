import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, list, noise, numbers } from '../../figure/made-up.js';

/** A row of made-up numbers with errors at a temperature. */
const row = (temperature: number) => ({
  temperature,
  energyVariance: { value: 4 / (1 + (temperature - 2.3) ** 2), standardError: 0.2 },
  magnetisation: { value: 1 / (1 + Math.exp(3 * (temperature - 2.3))), standardError: 0.02 },
});

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '20 gibbs-die': () =>
    drawnBy('20', ['gibbs-die'], {
      die: { points: Float64Array.of(1, 2, 3, 4, 5, 6) },
      gibbsLaw: (_: unknown, __: unknown, beta: number) => ({ masses: [beta] }),
      score: ([beta]: number[]) => 3.5 - 2 * Math.tanh(beta),
      entropy: (_: unknown, [beta]: number[]) => 1.8 - 0.2 * beta ** 2,
    }),
  '20 gibbs-mixture': () => {
    const points = list(61, (i) => -4 + i / 5);
    const logDensity = points.map((x) => -0.5 * x * x - 1);
    return drawnBy('20', ['gibbs-mixture'], {
      drawn: noise(400),
      logDensity,
      pairs: (value: (i: number) => number) => points.map((x, i) => [x, value(i)]),
    });
  },
  '20 gibbs-ising': () =>
    drawnBy('20', ['gibbs-27b', 'gibbs-ising'], {
      sampled: [1.7, 2.3, 3].map(row),
      exactRow: (_: unknown, temperature: number) => ({
        temperature,
        magnetisation: row(temperature).magnetisation.value,
      }),
      isingTorus: () => ({}),
      kaufmanAverages: (side: number, _: number, coupling: number) => ({
        energyVariance: (side * side * (side / 2)) / (1 + (1 / coupling - 2.3) ** 2),
      }),
      isingRing: (sites: number, coupling: number) => ({ energyVariance: sites * coupling }),
      ising: finished({}, { side: 8, chainCount: 32 }),
      critical: Math.log(1 + Math.sqrt(2)) / 2,
    }),
  '20 gibbs-hopfield': () =>
    drawnBy('20', ['gibbs-hopfield'], {
      errors: [20, 28, 40, 60].flatMap((patterns) =>
        [false, true].map((zeroDiagonal) => ({
          patterns,
          zeroDiagonal,
          afterOneStep: { value: (zeroDiagonal ? 2e-5 : 1e-5) * patterns ** 2, standardError: 2e-3 / patterns },
        })),
      ),
      exactRate: ({ patterns, zeroDiagonal }: { patterns: number; zeroDiagonal: boolean }) => ({
        wrong: (zeroDiagonal ? 2e-5 : 1e-5) * patterns ** 2,
      }),
      hopfield: finished({}, { sites: 200 }),
      networks: { parameters: { memoryCount: 16 } },
    }),
  '20 gibbs-boltzmann': () =>
    drawnBy('20', ['gibbs-boltzmann'], {
      fit: { meanLogLikelihood: -4 },
      byLag: [0, 1, 2, 3, 4].map((i) => ({ place: i + 1, value: 0.2 / (i + 1), standardError: 0.04 })),
      ascent: { likelihoods: numbers(60, (t) => -4 - Math.exp(-t / 8)) },
      windows: 700,
    }),
};
