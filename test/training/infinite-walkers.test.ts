import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorOf } from '../../lib/array/index.js';
import { squaredNorm } from '../../lib/energy/index.js';
import { gridDivergence, gridLaw, lineGrid } from '../../lib/grid/index.js';
import { gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import {
  contrastiveDivergence,
  exactGradient,
  exponentialFamily,
  infiniteWalkers,
  jarzynskiCorrected,
  mixtureFamily,
  persistent,
  type TrainingProblem,
  train,
  walkerMasses,
} from '../../lib/training/index.js';
import { assertClose } from '../closeness.js';

const theta = (...values: number[]) => vectorOf(values);

/** Two modes at ±a on 241 points, truth −1. */
function modes(a: number, stepSize = 0.1): TrainingProblem {
  const grid = lineGrid({ from: -a - 6, to: a + 6, count: 241 });
  const [right, left] = [1 / (1 + Math.E), 1 / (1 + Math.exp(-1))];
  const density = (x: number): number => right * Math.exp(-0.5 * (x - a) ** 2) + left * Math.exp(-0.5 * (x + a) ** 2);
  const data = gridLaw(
    grid,
    grid.points.map((x) => -Math.log(density(x))),
  ).masses;
  return infiniteWalkers(mixtureFamily({ separation: a }), grid, { data, stepSize });
}

test('exact means are those of the logistic function, and descent arrives at the truth', async () => {
  const problem = modes(2);
  // E_z r = 1/(1 + e^z).
  for (const z of [-2, 0, 1]) assertClose(problem.modelSlopes!(theta(z)), [1 / (1 + Math.exp(z))], 1e-12);
  assertClose(problem.dataSlopes(theta(-1)), [1 / (1 + Math.exp(-1))], 1e-12);
  const { parameters } = await train(problem, exactGradient(), { parameters: [1], rate: 4, stepCount: 60 });
  assertClose(parameters.row(60), [-1], 1e-9);
});

test('weighted walkers have the law of θ for any step size and any way of θ, and their weights the partition ratio', () => {
  for (const stepSize of [0.05, 0.4]) {
    const problem = modes(1, stepSize);
    let walkers = problem.fromModel(theta(1), key(0));
    const way = [1, 0.4, 0.9, -2, 0];
    for (let t = 0; t + 1 < way.length; t++) {
      walkers = problem.lead(walkers, { from: theta(way[t]), to: theta(way[t + 1]) }, key(0));
      // Z_z is proportional to 1 + e^{−z}.
      assertClose(problem.logPartition(walkers), Math.log((1 + Math.exp(-way[t + 1])) / (1 + Math.exp(-1))), 1e-11);
      assertClose(
        problem.slopes(walkers, theta(0)),
        problem.slopes(problem.fromModel(theta(way[t + 1]), key(0)), theta(0)),
        1e-11,
      );
    }
    const share = problem.effectiveShare(walkers);
    assert.ok(share > 0.2 && share < 1, `share ${share}`);
    const redrawn = problem.redrawn(walkers, key(0));
    assertClose(problem.effectiveShare(redrawn), 1, 1e-12);
    assertClose(problem.logPartition(redrawn), problem.logPartition(walkers), 0);
  }
});

test('the effective share is that of the Gaussian integral of one step', () => {
  // U = kx²/2 to k′x²/2 from the law of k: ∫∫ p(x) K(x, y) e^{2A}, A by its definition, on a grid of its own.
  const [k, k2, h] = [0.5, 0.8, 0.3];
  const grid = lineGrid({ from: -14, to: 14, count: 701 });
  const family = exponentialFamily(
    squaredNorm({ signalLength: 1 }),
    gaussian({ signalLength: 1, deviation: Math.sqrt(1 / k) }),
  );
  const data = gridLaw(
    grid,
    grid.points.map((x) => x * x),
  ).masses;
  const problem = infiniteWalkers(family, grid, { data, stepSize: h });
  const walkers = problem.lead(
    problem.fromModel(theta(0), key(0)),
    { from: theta(0), to: theta((k2 - k) / 2) },
    key(0),
  );
  const [points, spacing] = [Array.from({ length: 501 }, (_, i) => (i - 250) * 0.05), 0.05];
  let [first, second] = [0, 0];
  for (const x of points) {
    for (const y of points) {
      const p = Math.sqrt(k / (2 * Math.PI)) * Math.exp(-0.5 * k * x * x);
      const step = Math.exp(-((y - x + h * k * x) ** 2) / (4 * h)) / Math.sqrt(4 * Math.PI * h);
      const work = (c: number, u: number, v: number): number =>
        0.5 * c * u * u + 0.5 * (v - u) * c * u + (h / 4) * (c * u) ** 2;
      const A = work(k, x, y) - work(k2, y, x);
      first += p * step * Math.exp(A) * spacing * spacing;
      second += p * step * Math.exp(2 * A) * spacing * spacing;
    }
  }
  assertClose(problem.logPartition(walkers), Math.log(first), 1e-9);
  assertClose(problem.logPartition(walkers), 0.5 * Math.log(k / k2), 1e-11);
  assertClose(problem.effectiveShare(walkers), (first * first) / second, 1e-9);
});

test('Jarzynski training takes the way of the exact gradient, contrastive training of separated modes hardly moves', async () => {
  const problem = modes(4);
  const course = { parameters: [1], rate: 0.5, stepCount: 40 };
  const exact = await train(problem, exactGradient(), course);
  const corrected = await train(problem, jarzynskiCorrected(), course);
  assertClose(corrected.parameters.data, exact.parameters.data, 1e-10);
  const contrastive = await train(problem, contrastiveDivergence({ steps: 2 }), course);
  const kept = await train(problem, persistent(), course);
  for (const { parameters } of [contrastive, kept]) assert.ok(Math.abs(parameters.row(40)[0] - 1) < 0.05);
});

test('contrastive and persistent training of a Gaussian rest where the biased chain keeps the data: k = (1 − √(1 − 2h/s²))/h', async () => {
  const h = 0.1;
  const grid = lineGrid({ from: -8, to: 8, count: 201 });
  const family = exponentialFamily(squaredNorm({ signalLength: 1 }), gaussian({ signalLength: 1 }));
  const data = gridLaw(
    grid,
    grid.points.map((x) => 0.5 * x * x),
  ).masses;
  const problem = infiniteWalkers(family, grid, { data, stepSize: h });
  const k = (1 - Math.sqrt(1 - 2 * h)) / h;
  for (const trainer of [contrastiveDivergence({ steps: 1 }), contrastiveDivergence({ steps: 3 }), persistent()]) {
    const { parameters } = await train(problem, trainer, { parameters: [0.2], rate: 0.3, stepCount: 400 });
    assertClose(1 + 2 * parameters.row(400)[0], k, 1e-6, trainer.name);
  }
  const moved = problem.move(problem.fromData(key(0)), theta((k - 1) / 2), key(0));
  assert.ok(gridDivergence(walkerMasses(moved), data) < 1e-13);
});

test('bad arguments are refused by name', async () => {
  const grid = lineGrid({ from: -1, to: 1, count: 3 });
  const family = mixtureFamily({ separation: 1 });
  assert.throws(
    () => mixtureFamily({ separation: 0 }),
    /mixtureFamily: separation expects a positive finite number, got 0/,
  );
  assert.throws(
    () => infiniteWalkers(family, grid, { data: theta(1), stepSize: 1 }),
    /infiniteWalkers: data expects 3 masses/,
  );
  const long = exponentialFamily(squaredNorm({ signalLength: 2 }), gaussian({ signalLength: 2 }));
  assert.throws(
    () => infiniteWalkers(long, grid, { data: theta(1, 1, 1), stepSize: 1 }),
    /family expects paths of one value/,
  );
  assert.throws(() => contrastiveDivergence({ steps: 0 }), /contrastiveDivergence: steps/);
  assert.throws(() => jarzynskiCorrected({ leastShare: 2 }), /leastShare expects a number from 0 to 1, got 2/);
  const course = { parameters: [0], rate: 1, stepCount: 1 };
  await assert.rejects(train(modes(1), persistent(), { ...course, rate: -1 }), /train: rate expects/);
  await assert.rejects(
    train(modes(1), persistent(), { ...course, parameters: [0, 1] }),
    /train: parameters expects 1 numbers/,
  );
});
