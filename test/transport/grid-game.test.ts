import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circleGrid, gridDivergence, gridLaw, type LineGrid, lineGrid, totalVariation } from '../../lib/grid/index.js';
import { edgeJumps } from '../../lib/transport/edge-jumps.js';
import {
  type GridDynamics,
  gridDivergenceCost,
  gridGame,
  gridLaws,
  gridLinearCost,
  gridValues,
  lineGame,
  normalGame,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const massesOf = (grid: LineGrid, potential: (x: number) => number): Float64Array =>
  gridLaw(grid, grid.points.map(potential)).masses;
const normalMasses = (grid: LineGrid, { mean, variance }: { mean: number; variance: number }): Float64Array =>
  massesOf(grid, (x) => (x - mean) ** 2 / (2 * variance));
const meanOf = (masses: Float64Array, values: Float64Array): number =>
  masses.reduce((sum, mass, i) => sum + mass * values[i], 0);
const twoWells = (x: number): number =>
  -Math.log(0.6 * Math.exp(-2 * (x + 2) ** 2) + 0.875 * Math.exp((-0.5 * (x - 2) ** 2) / 0.64));

test('rates are the derivative of the gain, differ by the drift, and keep their digits', () => {
  for (const diffusion of [0.5, 0.01, 0]) {
    const { rate, slope, gain } = edgeJumps(diffusion, 0.5);
    for (const rise of [-30, -1, -1e-3, 1e-3, 0.2, 30]) {
      const h = 1e-5 * Math.abs(rise);
      const difference = (f: (q: number) => number): number => (f(rise + h) - f(rise - h)) / (2 * h);
      assertClose(difference(gain), rate(rise), 1e-8 * (1 + rate(rise)), `gain at ${rise}`);
      assertClose(difference(rate), slope(rise), 1e-6 * (1 + Math.abs(slope(rise))), `rate at ${rise}`);
      assertClose(rate(rise) - rate(-rise), -rise / 0.25, 1e-12 * (1 + Math.abs(rise)), 'drift');
    }
    assertClose([rate(0), gain(0)], [diffusion / 0.25, 0], 1e-15);
  }
  assertClose(edgeJumps(1e-6, 1).rate(1e6) / 1e-18, 1, 1e-12, 'a rate that would be lost by subtraction');
  assertClose(edgeJumps(0, 1).slope(0), -0.5, 0, 'the kink');
});

/** Errors of cost and of the law at the end, over grids with twice the points; steps grow as given. */
function errorsOf(
  options: { noise: number; duration: number; start: { mean: number; variance: number }; half: number },
  sizes: readonly (readonly [points: number, steps: number])[],
): { readonly cost: number; readonly law: number }[] {
  const { noise, duration, start, half } = options;
  const target = { mean: 0, variance: 1 };
  const exact = normalGame({ start, target, noise, duration });
  return sizes.map(([count, stepCount]) => {
    const grid = lineGrid({ from: -half, to: half, count });
    const game = gridGame({
      ...{ grid, noise, duration, stepCount, start: normalMasses(grid, start) },
      terminal: gridDivergenceCost(normalMasses(grid, target)),
    });
    const end = normalMasses(grid, exact.law(duration));
    return {
      cost: Math.abs(game.totalCost - exact.totalCost),
      law: totalVariation(game.laws.row(stepCount), end),
    };
  });
}

test('games of normal laws: errors fall as h² with noise, as h without', () => {
  const start = { mean: 0.5, variance: 4 };
  const orders = (errors: { cost: number; law: number }[]): number[] =>
    (['cost', 'law'] as const).map((name) => Math.log2(errors[0][name] / errors[1][name]));
  const viscous = { noise: 1, duration: 1, start, half: 13 };
  assertClose(orders(errorsOf(viscous, [[65, 32], [129, 128]])), [2, 2], 0.15, 'with noise'); // biome-ignore format: pairs
  const first = { ...viscous, noise: 0 };
  assertClose(orders(errorsOf(first, [[129, 32], [257, 64]])), [1, 1], 0.1, 'without'); // biome-ignore format: pairs
  const errors = errorsOf({ noise: 0.3, duration: 4, start: { mean: 1, variance: 1 }, half: 9 }, [[129, 128]]);
  assert.ok(errors[0].cost < 1e-3 && errors[0].law < 1e-3);
});

/** e^{tσ²∂²/2} on a circle of n points, by its Fourier series. */
function heat(values: ArrayLike<number>, variance: number): Float64Array {
  const n = values.length;
  const kernel = Float64Array.from({ length: n }, (_, d) => {
    let sum = 1;
    for (let m = 1; m < 80; m++) sum += 2 * Math.exp(-0.5 * variance * m * m) * Math.cos((2 * Math.PI * m * d) / n);
    return sum / n;
  });
  return kernel.map((_, i) => kernel.reduce((sum, _k, j) => sum + kernel[(i - j + n) % n] * values[j], 0));
}

test('on the circle e^{−U/σ²} solves the heat equation, up to the square of the spacing', () => {
  const terminal = (x: number): number => Math.cos(x) + 0.5 * Math.sin(2 * x);
  for (const noise of [1, 0.6]) {
    const errors = [64, 128].map((count) => {
      const grid = circleGrid({ count });
      const stepCount = (count * count) / 64;
      const values = gridValues({ grid, noise, duration: 0.8, stepCount }, grid.points.map(terminal));
      const eta = heat(
        grid.points.map((x) => Math.exp(-terminal(x) / noise ** 2)),
        0.8 * noise ** 2,
      );
      return Math.max(...eta.map((value, i) => Math.abs(-(noise ** 2) * Math.log(value) - values.row(0)[i])));
    });
    assertClose(Math.log2(errors[0] / errors[1]), 2, 0.1, `noise ${noise}`);
  }
});

test('a game on the circle is that of scaling with the heat kernel', () => {
  const noise = 0.7;
  const costs = [32, 64].map((count) => {
    const grid = circleGrid({ count });
    const start = massesOf(grid, (x) => -2 * Math.cos(x));
    const target = massesOf(grid, (x) => -1.5 * Math.cos(2 * x) - 0.5 * Math.sin(x));
    const game = gridGame({
      ...{ grid, noise, duration: 1, stepCount: (count * count) / 32, start },
      terminal: gridDivergenceCost(target),
    });
    // ρ_T = ηφ with φ what ρ₀/η₀ becomes, and η^{σ²} = π/ρ_T.
    let eta: Float64Array = start.map(() => 1);
    let [before, phi]: Float64Array[] = [eta, eta];
    for (let round = 0; round < 60; round++) {
      before = heat(eta, noise ** 2);
      phi = heat(
        start.map((mass, i) => mass / before[i]),
        noise ** 2,
      );
      eta = phi.map((value, i) => (target[i] / value) ** (1 / (1 + noise ** 2)));
    }
    const cost = meanOf(
      start,
      before.map((value) => -(noise ** 2) * Math.log(value)),
    );
    assert.ok(totalVariation(game.laws.row(game.laws.rowCount - 1), phi.map((v, i) => v * eta[i])) < 3 / count ** 1.5); // biome-ignore format: one bound
    return game.totalCost - cost;
  });
  assertClose(Math.log2(costs[0] / costs[1]), 2, 0.15);
});

test('drift and running cost: values are those of Riccati’s equation, laws those of the variance it gives', () => {
  const [pull, charge, end] = [0.4, 1.5, 2];
  const dynamics: GridDynamics = {
    ...{ grid: lineGrid({ from: -6, to: 6, count: 193 }), noise: 1, duration: 1, stepCount: 400 },
    drift: (x) => -pull * x,
    runningCost: (x) => 0.5 * charge * x * x,
  };
  // −a′ = −a² − 2 pull a + charge backwards from `end`, V′ = −2(a + pull)V + 1 forwards; Euler steps, extrapolated.
  const solve = (count: number): { gain: number; variance: number } => {
    const h = 1 / count;
    const gains = [end];
    for (let i = 0; i < count; i++) gains.push(gains[i] + h * (charge - gains[i] ** 2 - 2 * pull * gains[i]));
    let variance = 0.5;
    for (let i = count; i > 0; i--) variance += h * (1 - 2 * (gains[i] + pull) * variance);
    return { gain: gains[count], variance };
  };
  const [rough, fine] = [solve(20000), solve(40000)];
  const { grid } = dynamics;
  const values = gridValues(dynamics, grid.points.map((x) => 0.5 * end * x * x)); // biome-ignore format: short
  const middle = 96;
  const at = Math.round(1 / grid.spacing);
  const gain = (2 * (values.row(0)[middle + at] - values.row(0)[middle])) / (at * grid.spacing) ** 2;
  assertClose(gain, 2 * fine.gain - rough.gain, 0.003, 'gain');
  const laws = gridLaws(dynamics, normalMasses(grid, { mean: 0, variance: 0.5 }), values);
  const variance = meanOf(laws.row(400), grid.points.map((x) => x * x)); // biome-ignore format: short
  assertClose(variance, 2 * fine.variance - rough.variance, 0.003, 'variance');
});

const assertLaw = (masses: Float64Array): void => {
  assert.ok(masses.every((mass) => mass > 0));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  assertClose(total, 1, 1e-13, 'sum of masses');
};

test('masses stay positive and add to 1, with noise and without, whatever the value and however long the steps', () => {
  const grid = lineGrid({ from: -6, to: 6, count: 121 });
  const start = massesOf(grid, (x) => x * x);
  const terminal = gridDivergenceCost(massesOf(grid, twoWells));
  for (const [noise, stepCount] of [
    [0, 60],
    [0.5, 3],
    [2, 60],
  ]) {
    const { laws } = gridGame({ grid, noise, duration: 2, stepCount, start, terminal });
    for (let k = 0; k <= stepCount; k++) assertLaw(laws.row(k));
  }
  for (const closed of [grid, circleGrid({ circumference: 12, count: 121 })]) {
    const steep = { grid: closed, noise: 0, duration: 1e3, stepCount: 1 };
    const values = gridValues(
      steep,
      closed.points.map((x) => 50 * Math.sin(5 * x)),
    );
    assertLaw(gridLaws(steep, start, values).row(1));
  }
});

test('the cost is what the rates of the walk cost, is the mean value at the start, and no other end does better', () => {
  const grid = lineGrid({ from: -5, to: 5, count: 81 });
  const [noise, duration, stepCount] = [0.8, 1, 20];
  const start = massesOf(grid, (x) => x * x);
  const target = massesOf(grid, twoWells);
  const terminal = gridDivergenceCost(target, { weight: 3 });
  const dynamics = { grid, noise, duration, stepCount };
  const game = gridGame({ ...dynamics, start, terminal });
  assertClose(meanOf(start, game.values.row(0)), game.totalCost, 1e-10, 'mean value');

  // Each edge costs K(q) − q r(q), the least of which is the gain K at the rise q.
  const { rate, gain } = edgeJumps(0.5 * noise * noise, grid.spacing);
  let paid = 0;
  for (let k = 0; k < stepCount; k++) {
    const [now, law] = [game.values.row(k), game.laws.row(k + 1)];
    for (let i = 0; i < 81; i++) {
      for (const other of [i - 1, i + 1]) {
        if (other < 0 || other > 80) continue;
        const rise = now[other] - now[i];
        paid += (duration / stepCount) * law[i] * (gain(rise) - rise * rate(rise));
      }
    }
  }
  assertClose(game.pathCost, paid, 1e-10, 'cost of rates');
  assertClose(game.terminalCost, 3 * gridDivergence(game.laws.row(stepCount), target), 1e-13);

  for (const wave of [1, 3]) {
    for (const size of [-0.3, 0.3]) {
      const end = game.values.row(stepCount).map((value, i) => value + size * Math.sin(wave * grid.points[i]));
      const values = gridValues(dynamics, end);
      const last = gridLaws(dynamics, start, values).row(stepCount);
      const cost = meanOf(start, values.row(0)) - meanOf(last, end) + terminal.value(last);
      assert.ok(cost > game.totalCost + 1e-3, `wave ${wave}, size ${size}`);
    }
  }
});

test('a heavier and heavier divergence without noise leads to optimal transport: the paths cost ½W²/T', () => {
  const [coarse, fineCost] = [61, 121].map((count) => {
    const grid = lineGrid({ from: -5, to: 5, count });
    const target = massesOf(grid, twoWells);
    const game = { grid, noise: 0, duration: 2, stepCount: count - 1, start: massesOf(grid, (x) => x * x) };
    let guess: Float64Array = game.start.map(() => 0);
    let cost = 0;
    for (const weight of [1, 30, 1e3]) {
      const { values, pathCost, terminalCost } = gridGame({
        ...{ ...game, guess },
        terminal: gridDivergenceCost(target, { weight }),
      });
      assert.ok(pathCost > cost && terminalCost < 0.3 / weight);
      guess = values.row(count - 1);
      cost = pathCost;
    }
    return cost;
  });
  // Quantiles of both laws, by sums on a fine grid.
  const fine = lineGrid({ from: -5, to: 5, count: 10001 });
  const quantiles = [(x: number): number => x * x, twoWells].map((potential) => {
    const masses = massesOf(fine, potential);
    let [i, sum] = [0, masses[0]];
    return Array.from({ length: 4000 }, (_, k) => {
      while (sum < (k + 0.5) / 4000) sum += masses[++i];
      return fine.points[i];
    });
  });
  const distance = quantiles[0].reduce((sum, x, k) => sum + (x - quantiles[1][k]) ** 2 / 4000, 0);
  assertClose(2 * fineCost - coarse, distance / 4, 0.015 * (distance / 4));
});

test('without noise a game from two wells is that of the map of their quantiles', () => {
  const target = { mean: 0, variance: 1 };
  const costs = [81, 161].map((count) => {
    const grid = lineGrid({ from: -5, to: 5, count });
    return gridGame({
      ...{ grid, noise: 0, duration: 0.5, stepCount: (count - 1) / 2, start: massesOf(grid, twoWells) },
      terminal: gridDivergenceCost(normalMasses(grid, target)),
    }).totalCost;
  });
  const fine = lineGrid({ from: -4.5, to: 4.5, count: 901 });
  const { transportCost, terminalCost } = lineGame({
    edges: Float64Array.from({ length: 902 }, (_, i) => -4.505 + 0.01 * i),
    masses: massesOf(fine, twoWells),
    ...{ target, duration: 0.5 },
  });
  const exact = transportCost + terminalCost;
  assert.ok(Math.abs(costs[1] - exact) < 0.6 * Math.abs(costs[0] - exact));
  assertClose(2 * costs[1] - costs[0], exact, 0.003 * exact);
});

test('short steps do not blur a game with little noise or none', () => {
  const grid = lineGrid({ from: -5, to: 5, count: 41 });
  const [start, target] = [1, 0.5].map((variance) => ({ mean: 0, variance }));
  for (const [noise, within] of [
    [0.3, 0.004],
    [0, 0.02],
  ]) {
    const { totalCost } = gridGame({
      ...{ grid, noise, duration: 1, stepCount: 400, start: normalMasses(grid, start) },
      terminal: gridDivergenceCost(normalMasses(grid, target)),
    });
    assertClose(totalCost, normalGame({ start, target, noise, duration: 1 }).totalCost, within, `noise ${noise}`);
  }
});

test('a terminal cost that does not depend on the law needs no rounds', () => {
  const grid = circleGrid({ count: 16 });
  const values = grid.points.map((x) => Math.sin(x));
  const { rounds, terminalCost, laws, residual } = gridGame({
    ...{ grid, noise: 1, duration: 1, stepCount: 10, start: massesOf(grid, () => 0) },
    terminal: gridLinearCost(values),
  });
  assert.deepEqual([rounds, residual], [0, 0]);
  assertClose(terminalCost, meanOf(laws.row(10), values), 1e-15);
});

test('bad input is refused by name, and a game that is not solved says so', () => {
  const grid = lineGrid({ from: -4, to: 4, count: 33 });
  const start = massesOf(grid, (x) => x * x);
  const terminal = gridDivergenceCost(massesOf(grid, twoWells));
  const game = { grid, noise: 1, duration: 1, stepCount: 8, start, terminal };
  const refused = [
    [{ noise: -1 }, /^gridValues: noise expects a finite number from 0, got -1/],
    [{ duration: 0 }, /^gridValues: duration expects a positive finite number, got 0/],
    [{ stepCount: 0 }, /^gridValues: stepCount expects a whole number from 1 on, got 0/],
    [
      { start: start.map((_, i) => (i === 0 ? 2 : 0)) },
      /^gridGame: start expects masses from 0 that add to 1, got the sum 2/,
    ],
    [{ start: start.slice(1) }, /^gridGame: start expects 33 numbers, got 32/],
    [{ drift: () => NaN }, /^gridValues: drift expects finite numbers, got NaN near -4/],
    [{ runningCost: (x: number) => 1 / x }, /^gridValues: runningCost expects finite numbers, got Infinity near 0/],
    [{ tolerance: 0 }, /^gridGame: tolerance expects a positive finite number, got 0/],
    [{ roundLimit: 0 }, /^gridGame: roundLimit expects a whole number from 1 on, got 0/],
    [{ terminal: gridLinearCost(start.map(() => NaN)) }, /^gridValues: terminal expects finite numbers, got NaN at -4/],
  ] as const;
  for (const [change, message] of refused) {
    assert.throws(() => gridGame({ ...game, ...change }), { name: 'RangeError', message });
  }
  assert.throws(() => gridGame({ ...game, roundLimit: 1 }), {
    name: 'Error',
    message: /^gridGame: U\(·, T\) is still .* nats from the first variation of the terminal cost after 1 rounds/,
  });
  assert.throws(() => terminal.variation(start.map(() => 0)), {
    message: /^gridDivergenceCost: masses expect positive numbers, got 0 at point 0; give the paths noise/,
  });
  assert.throws(() => gridDivergenceCost(start, { weight: 0 }), {
    message: /^gridDivergenceCost: weight expects a positive/,
  });
  assert.throws(() => gridDivergenceCost(start.map(() => 0)), {
    message: /^gridDivergenceCost: target expects positive masses/,
  });
  assert.throws(() => gridDivergenceCost(start.map((mass) => 2 * mass)), {
    message: /^gridDivergenceCost: target expects masses from 0 that add to 1, got the sum 1\.9/,
  });
  assert.throws(
    () =>
      gridGame({ ...game, terminal: gridDivergenceCost(massesOf(lineGrid({ from: -4, to: 4, count: 31 }), twoWells)) }),
    {
      message: /^gridDivergenceCost: target expects 33 numbers, got 31/,
    },
  );
});
