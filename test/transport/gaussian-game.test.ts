import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensemble, matrixOf, pathsOf } from '../../lib/array/index.js';
import { matrixProduct, solveDifferentialEquation, symmetricRoot, trace } from '../../lib/linear-algebra/index.js';
import {
  endMismatch,
  type GaussianGameOptions,
  gameResiduals,
  gaussianGame,
  normalGame,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const turned: GaussianGameOptions = {
  start: {
    mean: [1, -0.5],
    covariance: [
      [2, 0.8],
      [0.8, 1],
    ],
  },
  target: {
    mean: [0, 0.3],
    covariance: [
      [0.5, -0.3],
      [-0.3, 1.5],
    ],
  },
  noise: 0.7,
  duration: 1.2,
};
const points = ensemble(4, 2, Float64Array.of(0, 0, 1, -1, -0.6, 2, 2, 0.4));

test('on the line, and along common axes, it is the game of normal laws', () => {
  const [first, second] = [
    { start: { mean: 1, variance: 4 }, target: { mean: 0, variance: 1 }, noise: 0.6, duration: 0.8 },
    { start: { mean: -1, variance: 0.3 }, target: { mean: 2, variance: 0.7 }, noise: 0.6, duration: 0.8 },
  ];
  const both = gaussianGame({
    start: {
      mean: [1, -1],
      covariance: [
        [4, 0],
        [0, 0.3],
      ],
    },
    target: {
      mean: [0, 2],
      covariance: [
        [1, 0],
        [0, 0.7],
      ],
    },
    noise: 0.6,
    duration: 0.8,
  });
  const apart = [first, second].map((options) => normalGame(options));
  const { mean, covariance } = both.law(0.5);
  assertClose(
    mean,
    apart.map(({ law }) => law(0.5).mean),
    1e-12,
  );
  assertClose(covariance.data, [apart[0].law(0.5).variance, 0, 0, apart[1].law(0.5).variance], 1e-11);
  assertClose(both.gain(0.2).data, [apart[0].gain(0.2), 0, 0, apart[1].gain(0.2)], 1e-11);
  assertClose(both.terminalCost, apart[0].terminalCost + apart[1].terminalCost, 1e-11);
  assertClose(both.transportCost + both.terminalCost, apart[0].totalCost + apart[1].totalCost, 1e-11);
});

test('covariances that do not commute: both equations and the end hold, with noise and without', () => {
  for (const noise of [0, 0.7]) {
    const { game, solution, law } = gaussianGame({ ...turned, noise });
    for (const t of [0.1, 0.6, 1.1]) {
      const { hamiltonJacobi, fokkerPlanck } = gameResiduals(game, solution, { paths: points, t });
      assertClose(hamiltonJacobi, [0, 0, 0, 0], 1e-9);
      assertClose(fokkerPlanck, [0, 0, 0, 0], 1e-9);
    }
    const end = { logDensity: (x: Ensemble) => solution.law.logDensity(x, 1.2), mean: () => NaN };
    assertClose(endMismatch(game, solution, { law: end, paths: points }), [0, 0, 0, 0], 1e-11);
    assertClose(law(0).covariance.data, [2, 0.8, 0.8, 1], 1e-12);
  }
});

test('the transport cost is the integral of ½ tr(A V A) + ½|w|² along the equations of covariance and gain', () => {
  const { gain, law, transportCost, solution } = gaussianGame(turned);
  const [w] = pathsOf(solution.value.gradient(ensemble(1, 2, law(0.3).mean), 0.3)).map((row) =>
    row.map((entry) => -entry),
  );
  const slope = (t: number, [a, b, c]: Float64Array, out: Float64Array): void => {
    const [A, V] = [
      gain(t),
      matrixOf([
        [a, b],
        [b, c],
      ]),
    ];
    const AV = matrixProduct(A, V);
    out[0] = -2 * AV.data[0] + 0.49;
    out[1] = -AV.data[1] - AV.data[2];
    out[2] = -2 * AV.data[3] + 0.49;
    out[3] = 0.5 * (trace(matrixProduct(AV, A)) + w[0] ** 2 + w[1] ** 2);
  };
  const end = solveDifferentialEquation(slope, Float64Array.of(2, 0.8, 1, 0), [0, 1.2])[1];
  assertClose(
    end.slice(0, 3),
    [0, 1, 3].map((i) => law(1.2).covariance.data[i]),
    1e-8,
  );
  assertClose(end[3], transportCost, 1e-8);
});

test('in a long time without noise the cost is that of optimal transport over 2T', () => {
  const duration = 1e5;
  const { transportCost, law } = gaussianGame({ ...turned, noise: 0, duration });
  const root = symmetricRoot(
    matrixOf([
      [2, 0.8],
      [0.8, 1],
    ]),
  );
  const between = symmetricRoot(
    matrixProduct(
      matrixProduct(
        root,
        matrixOf([
          [0.5, -0.3],
          [-0.3, 1.5],
        ]),
      ),
      root,
    ),
  );
  const distance = 1 + 0.64 + 3 + 2 - 2 * trace(between);
  assertClose(2 * duration * transportCost, distance, 1e-3);
  assertClose(law(duration).covariance.data, [0.5, -0.3, -0.3, 1.5], 1e-4);
});

test('laws that are none, and options out of range, are refused by name', () => {
  const { start, target } = turned;
  for (const covariance of [
    [
      [1, 2],
      [2, 1],
    ],
    [
      [1, 0.1],
      [0, 1],
    ],
    [[1]],
    [
      [NaN, 0],
      [0, 1],
    ],
  ]) {
    assert.throws(
      () => gaussianGame({ ...turned, start: { ...start, covariance } }),
      /gaussianGame: start expects finite means and a symmetric positive definite covariance/,
    );
  }
  assert.throws(
    () => gaussianGame({ ...turned, target: { mean: [0], covariance: [[1]] } }),
    /gaussianGame: target expects 2 dimensions/,
  );
  assert.throws(
    () => gaussianGame({ ...turned, target: { ...target, mean: [0, NaN] } }),
    /gaussianGame: target expects/,
  );
  assert.throws(() => gaussianGame({ ...turned, noise: -1 }), /gaussianGame: noise expects/);
  assert.throws(() => gaussianGame({ ...turned, duration: 0 }), /gaussianGame: duration expects/);
  assert.throws(() => gaussianGame(turned).law(2), /gaussianGame: t expects a time from 0 to 1.2, got 2/);
});
