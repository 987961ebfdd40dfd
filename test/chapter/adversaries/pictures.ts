import { matrix } from 'microcanon/array';
import {
  alternating,
  diracGame,
  fiftyStates,
  ringLaw,
  shiftedGame,
  simplexFlow,
  simultaneous,
} from 'microcanon/chapter/adversaries';
import { key } from 'microcanon/random';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, list, numbers, seed } from '../../figure/made-up.js';

const sigmoid = (u: number): number => 1 / (1 + Math.exp(-u));
const bell = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** A made-up game on the ring: paths that start in a clump. */
function game(steps: readonly number[], spread: number) {
  const draws = matrix(5, 1200);
  for (let i = 0; i < 5; i++) {
    const points = ringLaw().sample(key(i), 600).data;
    draws.row(i).set(points.map((value, n) => (n % 2 === 0 ? 1 + (value - 1) * spread : value * spread)));
  }
  const losses = matrix(steps[4], 2);
  for (let t = 0; t < steps[4]; t++) losses.row(t).set([1.38 + 0.3 * Math.sin(t / 30), 0.7 + 0.2 * Math.cos(t / 40)]);
  return finished({ steps, draws, losses });
}

const even = game([0, 300, 600, 900, 1200], 1);
const hasty = game([0, 150, 300, 450, 600], 0.1);

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '26 adversaries-beliefs': () =>
    drawnBy('26', ['adversaries-beliefs'], {
      ...{ seed, sigmoid, bell, network: {}, learned: { parameters: {} } },
      grid: list(401, (i) => -9 + 0.05 * i),
      networkFunction: () => ({
        values: ({ data }: { data: Float64Array }) => ({ data: data.map((x) => 2.2 - 2.1 * x) }),
      }),
    }),
  '26 adversaries-gradients': () => drawnBy('26', ['adversaries-gradients'], { shiftedGame }),
  '26 adversaries-spiral': () => {
    const [omega, psi] = diracGame(simultaneous, { rate: 0.2, start: [0, 0.5], stepCount: 50 }).row(50);
    const assert = { ok: () => {} };
    return drawnBy('26', ['adversaries-spiral'], { assert, omega, psi, alternating, diracGame, simultaneous });
  },
  '26 adversaries-simplex': () => {
    const { data: wanted, start } = fiftyStates();
    const flow = simplexFlow(wanted, start, { stepSize: 0.1, stepCount: 160 });
    return drawnBy('26', ['adversaries-simplex'], {
      ...{ wanted, flow },
      jsd: flow.values.map((value) => (value + Math.log(4)) / 2),
    });
  },
  '26 adversaries-ring': () => drawnBy('26', ['adversaries-ring'], { seed, key, even, hasty, ring: ringLaw() }),
  '26 adversaries-losses': () => drawnBy('26', ['adversaries-losses'], { even, hasty }),
  '26 adversaries-critics': () =>
    drawnBy('26', ['adversaries-critics'], {
      ...{ seed, N: 64, d: 32, alpha: [0.5, 1] },
      atBest: Array.from(numbers(120, (t) => 0.5 - 0.48 * Math.exp(-t / 8))),
      byMemory: Array.from(numbers(120, (t) => 0.5 - 0.48 * Math.cos(t / 7) * Math.exp(-t / 90))),
    }),
};
