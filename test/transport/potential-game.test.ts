import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensemble, matrix, type Vector } from '../../lib/array/index.js';
import { lineGrid } from '../../lib/grid/index.js';
import { gaussian, gaussianMixture } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { meanEstimate } from '../../lib/statistics/index.js';
import {
  crossEntropyCost,
  divergenceCost,
  endMismatch,
  evenTimes,
  fixedEnd,
  gameResiduals,
  growingNoise,
  lineLaw,
  momentCost,
  momentGame,
  momentTilt,
  normalPotentialGame,
  ornsteinUhlenbeck,
  playGame,
  pointBridge,
  type SolvedGame,
  scoreGame,
  type TimeField,
} from '../../lib/transport/index.js';
import { assertClose, assertWithin } from '../closeness.js';

const twoModes = gaussianMixture([
  { weight: 0.3, mean: [-2], deviation: 0.5 },
  { weight: 0.7, mean: [2], deviation: 0.8 },
]);
const planar = gaussianMixture([
  { weight: 0.4, mean: [1, -0.5], deviation: 0.6 },
  { weight: 0.6, mean: [-0.7, 0.3], deviation: 0.4 },
]);
const grid = lineGrid({ from: -12, to: 12, count: 2401 });
const powers = {
  name: 'x² and x⁴',
  values: (paths: Ensemble) => {
    const rows = matrix(paths.pathCount, 2);
    paths.data.forEach((x, n) => {
      rows.data.set([x ** 2, x ** 4], 2 * n);
    });
    return rows;
  },
};
const squares = {
  name: 'x²',
  values: (paths: Ensemble) =>
    matrix(
      paths.pathCount,
      1,
      paths.data.map((x) => x * x),
    ),
};

/** Each solved game with paths to look at. */
const games: Readonly<Record<string, readonly [SolvedGame, Ensemble]>> = {
  'normal laws, noise': [
    normalPotentialGame({
      start: { mean: -1, variance: 4 },
      target: { mean: 0.5, variance: 0.7 },
      noise: 0.8,
      duration: 1.3,
    }),
    ensemble(5, 1, Float64Array.of(-2, -0.5, 0.1, 1, 3)),
  ],
  'normal laws, no noise': [
    normalPotentialGame({
      start: { mean: 0, variance: 4 },
      target: { mean: 0, variance: 1 },
      noise: 0,
      duration: 1,
    }),
    ensemble(4, 1, Float64Array.of(-2, -0.5, 0.1, 1)),
  ],
  'score, two modes': [
    scoreGame(twoModes, ornsteinUhlenbeck(), 2),
    ensemble(5, 1, Float64Array.of(-2, -0.5, 0.1, 1, 3)),
  ],
  'score, plane': [scoreGame(planar, growingNoise(), 1), ensemble(3, 2, Float64Array.of(0, 0, 1, -1, -0.5, 2))],
  'bridge, plane': [
    pointBridge(planar, { duration: 1.5, noise: 0.9 }),
    ensemble(3, 2, Float64Array.of(0, 0, 1, -1, -0.5, 0.8)),
  ],
  moments: [
    momentGame(powers, [1.2, 2.4], { strength: 3, duration: 1, noise: 1, grid }),
    ensemble(5, 1, Float64Array.of(-2, -0.5, 0.1, 1, 1.5)),
  ],
};

test('gradient and Laplacian of values and log-densities are those of differences', () => {
  const h = 1e-4;
  for (const [name, [{ game, solution }, paths]] of Object.entries(games)) {
    const [t, d] = [0.4 * game.duration, paths.signalLength];
    const moved = (i: number, by: number): Ensemble =>
      ensemble(
        paths.pathCount,
        d,
        paths.data.map((value, at) => (at % d === i ? value + by : value)),
      );
    const check = (of: (at: Ensemble) => Vector, gradient: Ensemble, laplacian: Vector): void => {
      const middle = of(paths);
      const bends = middle.map(() => 0);
      for (let i = 0; i < d; i++) {
        const [up, down] = [of(moved(i, h)), of(moved(i, -h))];
        const column = middle.map((_, n) => gradient.path(n)[i]);
        assertClose(
          column,
          up.map((value, n) => (value - down[n]) / (2 * h)),
          1e-6,
          `${name}: slope`,
        );
        bends.forEach((_, n) => {
          bends[n] += (up[n] - 2 * middle[n] + down[n]) / h ** 2;
        });
      }
      assertClose(laplacian, bends, 2e-6, `${name}: Laplacian`);
    };
    const { value, law } = solution;
    check((at) => value.values(at, t), value.gradient(paths, t), value.laplacian(paths, t));
    check((at) => law.logDensity(at, t), law.score(paths, t), law.scoreDivergence(paths, t));
  }
});

test('equilibria solve both equations of their games, and a value a tenth too large does not', () => {
  for (const [name, [{ game, solution }, paths]] of Object.entries(games)) {
    for (const share of [0.15, 0.5, 0.85]) {
      const { hamiltonJacobi, fokkerPlanck } = gameResiduals(game, solution, { paths, t: share * game.duration });
      const none = hamiltonJacobi.map(() => 0);
      assertClose(hamiltonJacobi, none, 1e-8, `${name}: Hamilton–Jacobi`);
      assertClose(fokkerPlanck, none, 1e-8, `${name}: Fokker–Planck`);
    }
    const { value, law } = solution;
    const larger = {
      values: (at: Ensemble, t: number) => value.values(at, t).map((entry) => 1.1 * entry),
      gradient: (at: Ensemble, t: number) => {
        const slope = value.gradient(at, t);
        return ensemble(
          at.pathCount,
          at.shape,
          slope.data.map((entry) => 1.1 * entry),
        );
      },
      laplacian: (at: Ensemble, t: number) => value.laplacian(at, t).map((entry) => 1.1 * entry),
    };
    const wrong = gameResiduals(game, { value: larger, law }, { paths, t: 0.5 * game.duration });
    assert.ok(Math.max(...wrong.hamiltonJacobi.map(Math.abs)) > 1e-3, name);
    assert.ok(Math.max(...wrong.fokkerPlanck.map(Math.abs)) > 1e-3, name);
  }
});

test('at the end laws have mass 1 and meet the terminal condition', () => {
  for (const [name, [{ game, solution }, paths]] of Object.entries(games)) {
    if (paths.signalLength > 1) continue;
    const law = lineLaw(grid, (at) => solution.law.logDensity(at, game.duration));
    assertClose(
      law.mean((at) => at.data.map(() => 1)),
      1,
      1e-9,
      `${name}: mass`,
    );
    const miss = endMismatch(game, solution, { law, paths });
    assertClose(
      miss,
      miss.map(() => 0),
      1e-8,
      `${name}: end`,
    );
  }
  const [{ game, solution }, paths] = games['bridge, plane'];
  const logDensity = (at: Ensemble): Vector => solution.law.logDensity(at, game.duration);
  const miss = endMismatch(game, solution, { law: { logDensity, mean: () => NaN }, paths });
  assertClose(miss, [0, 0, 0], 1e-12);
});

test('a bridge from a point costs the divergence of its end from the noise', () => {
  const { game, solution } = pointBridge(twoModes, { duration: 2, noise: 1.5 });
  const free = gaussian({ signalLength: 1, deviation: Math.sqrt(4.5) });
  const law = lineLaw(grid, (at) => twoModes.logDensity(at));
  const [atStart] = solution.value.values(ensemble(1, 1), 0);
  const atEnd = law.mean((paths) => solution.value.values(paths, 2));
  assertClose(atStart - atEnd, divergenceCost(free).value(law), 1e-10);
  assert.equal(game.terminal.value(law), 0);
  assert.equal(fixedEnd(free).firstVariation, undefined);
});

test('a game for the second moment ends at the variance V of 1/V = 1/S + 2κ(V − α)', () => {
  const [strength, S] = [2, 1.44];
  const { solution, multipliers } = momentGame(squares, [3], { strength, duration: 1, noise: 1.2, grid });
  const law = lineLaw(grid, (at) => solution.law.logDensity(at, 1));
  const V = law.mean((at) => at.data.map((x) => x * x));
  assertClose(1 / V, 1 / S + 2 * strength * (V - 3), 1e-8);
  assertClose(multipliers, [strength * (V - 3)], 1e-8);
  assertClose(momentCost(squares, [3], strength).value(law), 0.5 * strength * (V - 3) ** 2, 1e-10);
});

test('with an infinite strength the tilted law has the moments asked for, and none nearer to the base has', () => {
  const potential = grid.points.map((x) => (x * x) / 2);
  const { masses, means, multipliers } = momentTilt(powers, [1.2, 2.4], { strength: Infinity, potential, grid });
  assertClose(means, [1.2, 2.4], 1e-9);
  assertClose(
    masses.reduce((sum, mass) => sum + mass, 0),
    1,
    1e-12,
  );
  // Another law with the same moments: a perturbation that is orthogonal to 1, x² and x⁴ under the law.
  const basis = [0, 2, 4, 6].map((power) => grid.points.map((x) => x ** power));
  const inner = (a: Vector, b: Vector): number => masses.reduce((sum, mass, i) => sum + mass * a[i] * b[i], 0);
  const orthogonal: Vector[] = [];
  for (const each of basis) {
    let rest = each;
    for (const q of orthogonal) {
      const share = inner(each, q);
      rest = rest.map((value, i) => value - share * q[i]);
    }
    const size = Math.sqrt(inner(rest, rest));
    orthogonal.push(rest.map((value) => value / size));
  }
  const divergence = (law: Vector): number =>
    law.reduce((sum, mass, i) => (mass > 0 ? sum + mass * (Math.log(mass) + potential[i]) : sum), 0);
  for (const share of [-0.02, 0.02]) {
    const other = masses.map((mass, i) => mass * Math.max(0, 1 + share * orthogonal[3][i]));
    assert.ok(divergence(other) > divergence(masses));
  }
  assert.equal(multipliers.length, 2);
});

test('whoever plays pays the mean value at the start and what was not best, on every path up to the steps', () => {
  const { game, solution } = scoreGame(twoModes, ornsteinUhlenbeck(), 2);
  const played = (factor: number) => {
    const velocity: TimeField = {
      name: `${factor} times the best`,
      shape: [1],
      identity: factor,
      values: (paths, t) => {
        const slope = solution.value.gradient(paths, t);
        return ensemble(
          paths.pathCount,
          1,
          slope.data.map((value) => -factor * game.mobility(t) * value),
        );
      },
    };
    const paths = gaussian({ signalLength: 1 }).sample(key(1), 1500);
    return playGame(game, { value: solution.value, velocity }, { paths, times: evenTimes(0, 2, 400), key: key(2) });
  };
  const [best, strong] = [1, 1.3].map(played);
  for (const { costs, startValues, excess, chance } of [best, strong]) {
    const plain = meanEstimate(costs.map((cost, n) => cost - startValues[n] - excess[n]));
    assertWithin(plain, 0, 4);
    // Without chance the steps alone are left.
    const rest = meanEstimate(costs.map((cost, n) => cost - startValues[n] - excess[n] - chance[n]));
    assert.ok(
      Math.abs(rest.value) < 0.03 && rest.standardError < plain.standardError / 3,
      `${rest.value} ± ${rest.standardError}`,
    );
  }
  assertClose(
    best.excess,
    best.excess.map(() => 0),
    0,
  );
  assert.ok(meanEstimate(strong.excess).value > 0.01);
});

test('what a game cannot have is refused by name', () => {
  const [{ game, solution }, paths] = games['score, two modes'];
  const inside = { paths, t: 1 };
  assert.throws(() => gameResiduals(game, solution, { ...inside, t: 2 }), /gameResiduals: t expects a time from/);
  assert.throws(() => gameResiduals(game, solution, { ...inside, timeStep: 0 }), /gameResiduals: timeStep expects/);
  assert.throws(() => scoreGame(twoModes, ornsteinUhlenbeck(), 0), /scoreGame: duration expects/);
  assert.throws(
    () => pointBridge(twoModes, { duration: 0.5, noise: 1 }),
    /pointBridge: noise and duration expect σ²T above/,
  );
  assert.throws(() => momentCost(squares, [1], 0), /momentCost: strength expects/);
  assert.throws(() => momentCost(squares, [NaN], 1), /momentCost: target expects finite/);
  const law = lineLaw(grid, (at) => twoModes.logDensity(at));
  assert.throws(() => momentCost(squares, [1, 2], 1).value(law), /momentCost: target expects 1 numbers for x², got 2/);
  assert.ok(crossEntropyCost(twoModes).value(law) > 0);
  const potential = grid.points.map((x) => (x * x) / 2);
  assert.throws(() => momentTilt(squares, [1], { strength: -1, potential, grid }), /momentTilt: strength expects/);
  assert.throws(() => momentTilt(squares, [1, 2], { strength: 1, potential, grid }), /momentTilt: target expects 1/);
  assert.throws(
    () => momentTilt(squares, [-1], { strength: Infinity, potential, grid }),
    /momentTilt: no multipliers were found/,
  );
  assert.throws(() => lineLaw(grid, (at) => at.data.map(() => 0)), /lineLaw: logDensity expects .* integral .* is 1/);
  assert.throws(() => lineLaw(grid, (at) => at.data.map(() => NaN)), /lineLaw: logDensity expects .* got NaN/);
  assert.throws(
    () => momentGame(squares, [1], { strength: 1e-3, duration: 1e3, noise: 1, grid }),
    /momentGame: grid expects ends where the law is below/,
  );
  const velocity: TimeField = { name: 'none', shape: [1], identity: 0, values: (at) => ensemble(at.pathCount, 1) };
  const players = { value: solution.value, velocity };
  for (const times of [
    [0, 1],
    [0, 1.5, 1, 2],
    [0.1, 2],
  ]) {
    assert.throws(() => playGame(game, players, { paths, times, key: key(1) }), /playGame: times expects increasing/);
  }
  const [{ solution: moments }] = games.moments;
  assert.throws(() => moments.value.values(paths, 1 - 1e-9), /lineValue: t expects noise of at least the grid/);
});
