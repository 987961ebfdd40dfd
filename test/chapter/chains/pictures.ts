import { matrix } from 'microcanon/array';
import { backwardForwardVariance, forwardBackwardVariance, langevinVariance } from 'microcanon/chain';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, list, noise, seed } from '../../figure/made-up.js';

const kinds = ['Langevin', 'averaged noise', 'symmetrised', 'adjusted'] as const;
const sizes = [0.0025, 0.005, 0.01, 0.02, 0.04];

/** Made-up settings whose squared jump has its top in the middle. */
const perGradient = ['random walk', 'adjusted Langevin', 'Hamiltonian'].flatMap((kernel, k) =>
  list(6, (i) => 0.1 + 0.15 * i).map((a) => ({
    ...{ kernel, a, error: 0.01 * (k + 1) },
    jump: (k + 1) * (0.3 - (a - 0.6) ** 2),
  })),
);

/** Made-up draws: one chain in four keeps to itself. */
function draws(wander: number) {
  const rows = matrix(4, 2000);
  const z = noise(8000, 2);
  rows.data.forEach((_, i) => {
    rows.data[i] = wander * z[i] * 0.3 + (i < 2000 ? 1 : -1) * (1 - wander);
  });
  return { draws: rows };
}

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '21 chains-bias': () =>
    drawnBy('21', ['chains-bias'], {
      ...{ kinds, sizes },
      biases: [2, 4, 3.9, 0].map((order) =>
        sizes.map((size) => ({ divergence: order === 0 ? 1e-16 : 50 * size ** order })),
      ),
    }),
  '21 chains-efficiency': () =>
    drawnBy('21', ['chains-efficiency'], { perGradient, efficiency: finished({}, { chainCount: 100 }) }),
  '21 chains-forward-backward': () =>
    drawnBy('21', ['chains-forward-backward'], {
      schemes: (variance: number, stepSize: number) => {
        const law = { variance, stepSize };
        return [
          ['forward-backward', forwardBackwardVariance(law)],
          ['backward-forward, half step', backwardForwardVariance(law).half],
          ['backward-forward, full step', backwardForwardVariance(law)],
          ['Langevin', langevinVariance(law)],
        ];
      },
      stepsShown: list(13, (k) => k),
      lengths: list(40, (i) => 0.025 * (i + 1)),
    }),
  '21 chains-traces': () => drawnBy('21', ['chains-traces'], { seed, slow: draws(0.2), good: draws(1) }),
  '21 chains-entropy': () =>
    drawnBy('21', ['chains-entropy'], {
      ways: { 'push alone': 1, 'push and noise': 2, 'push of the mean field': 3 },
      entropiesOf: (kind: number) => list(101, (t) => 1.4 + 0.6 * Math.exp(-t / 15) - (kind === 1 ? 0.05 * t : 0)),
    }),
};
