import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import {
  farKernels,
  leftOutLoss,
  likelyWeights,
  matchedMixture,
  pointKernels,
  ringOfFive,
  scoreMatchingLoss,
} from '../../../lib/chapter/games/index.js';
import { gaussianMixture } from '../../../lib/model/index.js';
import { key } from '../../../lib/random/index.js';
import { assertClose, assertWithin } from '../../closeness.js';

test('score matching’s loss of one Gaussian is |x − m|²/2v² − d/v, and that of a mixture what differences of its log-density give', () => {
  const one = gaussianMixture([{ weight: 1, mean: [1, 0], deviation: 2 }]);
  assertClose(
    scoreMatchingLoss(
      one,
      ensembleOf([
        [3, 1],
        [1, 0],
      ]),
    ),
    (5 / 32 - 1 / 2 - 1 / 2) / 2,
    1e-14,
  );
  const law = gaussianMixture([
    { weight: 0.4, mean: [-1, 0.3], deviation: 0.7 },
    { weight: 0.6, mean: [1, 0], deviation: 1.2 },
  ]);
  const [x, y, h] = [0.2, 0.4, 1e-4];
  const u = (a: number, b: number): number => law.logDensity(ensembleOf([[a, b]]))[0];
  const slope = [(u(x + h, y) - u(x - h, y)) / (2 * h), (u(x, y + h) - u(x, y - h)) / (2 * h)];
  const laplacian = (u(x + h, y) + u(x - h, y) + u(x, y + h) + u(x, y - h) - 4 * u(x, y)) / (h * h);
  assertClose(scoreMatchingLoss(law, ensembleOf([[x, y]])), (slope[0] ** 2 + slope[1] ** 2) / 2 + laplacian, 1e-6);
});

test('kernels at their own points lose without bound as they shrink, and left out they do not', () => {
  const points = ringOfFive().sample(key(1), 30);
  const losses = [0.3, 0.03, 0.003].map((deviation) => scoreMatchingLoss(pointKernels(points, deviation), points));
  // Alone at its point a kernel has the loss −d/h².
  assertClose(losses[2] / (-2 / 0.003 ** 2), 1, 1e-3);
  assert.ok(losses[1] < losses[0]);
  assert.ok(leftOutLoss(points, 0.003) > leftOutLoss(points, 0.3));
  // The first point is tried on all but itself.
  const [first, ...others] = Array.from({ length: 3 }, (_, n) => Array.from(points.path(n)));
  const three = ensembleOf([first, ...others]);
  const by = (n: number): number => {
    const all = [first, ...others];
    const [own] = all.splice(n, 1);
    return scoreMatchingLoss(pointKernels(ensembleOf(all), 0.5), ensembleOf([own]));
  };
  assertClose(leftOutLoss(three, 0.5), (by(0) + by(1) + by(2)) / 3, 1e-13);
});

test('five Gaussians fitted by score matching are those of the ring, and stand where the loss has no slope', () => {
  const points = ringOfFive().sample(key(2), 1000);
  const fitted = matchedMixture(points, farKernels(points, { count: 5, deviation: 0.5 }));
  for (const { mean, deviation, weight } of ringOfFive().components) {
    const distance = (centre: readonly number[]): number => Math.hypot(centre[0] - mean[0], centre[1] - mean[1]);
    const [own] = fitted.components.filter((one) => distance(one.mean) < 0.2);
    // 200 points of deviation ¼ in each Gaussian.
    for (const i of [0, 1]) assertWithin({ value: own.mean[i], standardError: 0.25 / Math.sqrt(200) }, mean[i], 4);
    assertWithin({ value: own.deviation, standardError: 0.25 / Math.sqrt(800) }, deviation, 4);
    // The points between the modes, which tell the weights, are few.
    assertClose(own.weight, weight, 0.15);
  }
  const least = scoreMatchingLoss(fitted, points);
  const moved = (change: (one: { weight: number; mean: number[]; deviation: number }, j: number) => object): number =>
    scoreMatchingLoss(
      gaussianMixture(
        fitted.components.map((one, j) => ({
          ...one,
          mean: [...one.mean],
          ...change({ ...one, mean: [...one.mean] }, j),
        })),
      ),
      points,
    );
  for (const by of [1e-3, -1e-3]) {
    assert.ok(moved(({ mean: [x, y] }, j) => (j === 1 ? { mean: [x + by, y] } : {})) > least, 'mean');
    assert.ok(moved(({ deviation }, j) => (j === 2 ? { deviation: deviation + by } : {})) > least, 'deviation');
    assert.ok(moved(({ weight }, j) => (j < 2 ? { weight: weight + (j === 0 ? by : -by) } : {})) > least, 'weight');
  }
});

test('weights of greatest likelihood are the counts of points, where Gaussians do not overlap', () => {
  const law = gaussianMixture([
    { weight: 0.9, mean: [0], deviation: 1 },
    { weight: 0.1, mean: [50], deviation: 1 },
  ]);
  const [first, second] = likelyWeights(law, ensembleOf([[0.3], [49], [51], [52]])).components;
  assertClose([first.weight, second.weight], [1 / 4, 3 / 4], 1e-12);
});

test('a fit in which a Gaussian shrinks to a point is refused', () => {
  const points = ensembleOf([
    [0, 0],
    [4, 0],
  ]);
  assert.throws(
    () => matchedMixture(points, pointKernels(points, 0.5)),
    /^RangeError: matchedMixture: points expect a minimum of the loss, got none after \d+ evaluations; take fewer Gaussians$/,
  );
});
