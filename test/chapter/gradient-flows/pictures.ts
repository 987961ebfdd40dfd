import { matrix } from 'microcanon/array';
import { ringLaw } from 'microcanon/chapter/adversaries';
import { circleWells, circleWellsFlow, distanceFromImplicit } from 'microcanon/chapter/gradient-flows';
import { key } from 'microcanon/random';
import {
  circlePoints,
  dualQuantiles,
  dualScheme,
  implicitQuantiles,
  penalisedDualScheme,
  quantileDensity,
  quantileSteps,
  secondOrderDualScheme,
} from 'microcanon/transport';
import { drawnBy } from '../../figure/drawing-cell.js';
import { finished, list } from '../../figure/made-up.js';

const potential = circleWells();
const even = circlePoints(65);
const tauC = 0.06;
const laws = () => quantileSteps(implicitQuantiles, potential, { start: even, step: tauC, stepCount: 5 });
const order = (size: number, power: number) => [1, 2, 4, 8].map((halvings) => size / halvings ** power);
const falling = (end: number, rate: number) =>
  list(40, (i) => (i * end) / 39).map((t): [number, number] => [t, 10 * Math.exp((-rate * t) / end)]);

/** Made-up courses of six methods: the last two have walkers of their own. */
const estimates = (of: (t: number) => number) =>
  Array.from({ length: 8 }, (_, t) => ({ value: of(t), standardError: 0.01 }));
const wellRows = ['CD-4', 'PCD', 'PCD from data', 'Jarzynski', 'dual, 3 bumps', 'dual, 13 bumps'].map((method, i) => ({
  method,
  visits: list(8, (t) => (i > 3 ? 12 : 1) * 1.7 ** t),
  energy: {
    divergences: estimates((t) => (i > 3 ? 0.01 * 2 ** (t / (i - 3)) : Math.exp(-t / (i + 1)))),
    right: estimates((t) => 0.5 + 0.2 * Math.sin(t / (i + 2))),
  },
  walkers: { divergences: [], right: estimates((t) => 0.5 + 0.002 * t) },
}));

/** Made-up courses on the ring, and paths on a circle. */
const ringCourse = (rate: number) => ({
  places: list(8, (t) => 4e4 * (t + 1)),
  energy: list(8, (t) => 1.8 * Math.exp(-rate * t)),
  walkers: list(8, (t) => 1.9 * Math.exp(-0.8 * rate * t)),
  draws: list(200, (i) => 2 * Math.cos(((i >> 1) * 2 * Math.PI) / 100 - ((i % 2) * Math.PI) / 2)),
});
const madeUpImages = (shift: number) =>
  matrix(
    16,
    64,
    Float64Array.from({ length: 1024 }, (_, i) => 8 + 8 * Math.sin(i / 5 + shift)),
  );

const madeUpGains = (steps: readonly number[]) => ({
  ...{ steps, heldOut: estimates((t) => t), training: estimates((t) => t - 146) },
  gains: estimates((t) => t * (2 - t / 2)),
});

/** Pictures of the cells that plot, by the names of their cells. */
export const cellPictures = {
  '31 flows-errors': () =>
    drawnBy('31', ['flows-errors'], {
      assert: { ok: () => undefined },
      schemes: ['explicit', 'implicit', 'Langevin', 'midpoint', 'backward differences'].map((name) => ({ name })),
      missed: ({ name }: { readonly name: string }, n: number) => name.length / n ** (name.length > 7 ? 2 : 1),
    }),
  '31 flows-stability': () =>
    drawnBy('31', ['flows-stability'], {
      duals: [dualScheme, penalisedDualScheme, secondOrderDualScheme],
      apart: ({ name }: { readonly name: string }, step: number) => name.length * step ** 2,
    }),
  '31 flows-inertia-curves': () =>
    drawnBy('31', ['flows-inertia-curves'], {
      inertias: [1, 10, 100].map((κ) => ({ κ, gradient: falling(12 * κ, 30 / κ), inertia: falling(12 * κ, 20) })),
    }),
  '31 flows-circle': () =>
    drawnBy('31', ['flows-circle'], { ...{ circleWellsFlow, quantileDensity, potential, even, tauC }, laws: laws() }),
  '31 flows-circle-errors': () =>
    drawnBy('31', ['flows-circle-errors'], {
      ...{ dualQuantiles, distanceFromImplicit, stepCounts: [5, 10, 20, 40] },
      ...{ assert: { ok: () => undefined }, orderAtEnd: () => 1, dashes: ['solid', 'dash', 'dot'] },
      circleErrors: [
        { name: 'implicit', errors: order(0.03, 1) },
        { name: 'midpoint', errors: order(0.002, 2) },
      ],
    }),
  '31 flows-wells-curves': () =>
    drawnBy('31', ['flows-wells-run', 'flows-wells-curves'], {
      ...{ wellsLearning: () => ({}), seed: 7 },
      ...{ run: async () => finished({ right: 0.7, rows: wellRows }, { walkerCount: 500 }) },
    }),
  '31 flows-ring-curves': () =>
    drawnBy('31', ['flows-ring-curves'], {
      ...{ ringLearning: () => ({}), seed: 7 },
      storedAll: () => [finished({ dual: [ringCourse(0.3)], persistent: [ringCourse(0.1)] }, { width: 32 })],
      live: finished({ dual: [ringCourse(0.05)] }, { width: 16 }),
    }),
  '31 flows-ring-draws': () =>
    drawnBy('31', ['flows-ring-draws'], {
      ...{ ringLaw, key, seed: 7, rings: finished({}) },
      ...{ dual: [ringCourse(0.3)], persistent: [ringCourse(0.1)] },
    }),
  '31 flows-digits-curves': () =>
    drawnBy('31', ['flows-digits-curves'], {
      ...{ digitsLearning: () => ({}), seed: 7 },
      storedAll: () => [finished(madeUpGains([0, 1, 2, 4, 8]))],
      liveDigits: finished(madeUpGains([0, 1, 2])),
    }),
  '31 flows-digits-images': () =>
    drawnBy('31', ['flows-digits-images'], {
      shown: { data: madeUpImages(0), start: madeUpImages(1), end: madeUpImages(2) },
      learnedDigits: finished({}),
    }),
  '31 flows-descent-ends': () =>
    drawnBy('31', ['flows-descent-ends'], {
      runs: ['implicit', 'explicit', 'midpoint', 'penalty', 'second order'].map((name, i) => ({
        scheme: { name },
        ends: [0.2, 1, 5].map((κ) => ({ κ, entropyGap: 1.5 + (i - 2) * κ * 0.1, stepCount: Math.ceil(100 / κ) + i })),
      })),
      ...{ atFlow: 1.5, atTwo: 0.3 },
    }),
};
