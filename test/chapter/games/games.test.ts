import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  crowdMultiplier,
  descentLaws,
  dictionary,
  dissipationRate,
  evenPowers,
  explicitStep,
  finiteCrowds,
  gainCost,
  normalQuantiles,
  rotatedFlow,
  unequalModesGame,
  verifiedCosts,
} from '../../../lib/chapter/games/index.js';
import { energyOfPaths } from '../../../lib/energy/index.js';
import {
  descend,
  descendFrozenMeasured,
  frozenSchedule,
  implicitStep,
  meanFieldDescent,
} from '../../../lib/flow/index.js';
import { gaussian } from '../../../lib/model/index.js';
import { key } from '../../../lib/random/index.js';
import { normalGame } from '../../../lib/transport/index.js';
import { assertClose, assertWithin } from '../../closeness.js';

const target = [1.2, 2.4];

test('every model of the dictionary solves its optimality system, but for the explicit step, which misses it by O(τ²)', () => {
  const rows = dictionary();
  assert.equal(rows.length, 9);
  for (const { model, residual } of rows) {
    if (model.includes('explicit')) assert.ok(residual > 1e-3 && residual < 0.05, `${model}: ${residual}`);
    else assert.ok(residual < 1e-7, `${model}: ${residual}`);
  }
  assertClose(dissipationRate(0.5), Math.sqrt(3) - 1, 1e-10);
});

test('the flow of the descent is the library’s descent in small steps, energies and density', async () => {
  const [energy, start] = [evenPowers(), normalQuantiles(41)];
  const stepCount = 200;
  const pilot = await descend(meanFieldDescent(energy, target, { stepSize: 0.5 / stepCount }), start, stepCount);
  const { paths, logDeterminants } = await descendFrozenMeasured(frozenSchedule(pilot), start, []);
  const [flow] = descentLaws(energy, target, { pathCount: 41, duration: 0.5 });
  assertClose(flow.points, paths.data, 0.02);
  const density = logDeterminants
    .row(stepCount)
    .map((volume, n) => Math.exp(-(start.data[n] ** 2) / 2 - volume) / Math.sqrt(2 * Math.PI));
  assertClose(flow.density, density, 0.01);
});

test('three laws meet the target: noise leaves the least divergence from the start, the game without moves least', () => {
  const laws = descentLaws(evenPowers(), target, { pathCount: 201 });
  for (const { means, game } of laws) assertClose(means, target, 2e-3, game);
  const [flow, quiet, noisy] = laws;
  assert.ok(noisy.divergence < quiet.divergence && quiet.divergence < flow.divergence);
  // A straight way is the shortest; with noise there is none.
  assert.ok(flow.squaredLength! > flow.squaredDistance && flow.squaredLength! < 2 * flow.squaredDistance);
  assert.equal(quiet.squaredLength, quiet.squaredDistance);
  assert.equal(noisy.squaredLength, undefined);
  assert.ok(quiet.squaredDistance < noisy.squaredDistance && noisy.squaredDistance < flow.squaredDistance);
});

test('an explicit step goes by the pull of the mean energy', () => {
  const start = normalQuantiles(3);
  const [length, [low, , high]] = [0.01, start.data];
  const mean = [2, 4].map((power) => (low ** power + high ** power) / 3);
  const moved = explicitStep(evenPowers(), target, { start, length }).data;
  const expected = high - length * (2 * high * (mean[0] - 1.2) + 4 * high ** 3 * (mean[1] - 2.4));
  assertClose(moved, [-expected, 0, expected], 1e-12);
});

test('players’ equilibrium is that of an implicit step of as many paths, and misses the crowd’s like 1/√N', () => {
  const squares = energyOfPaths({
    name: 'x²',
    signalLength: 1,
    labels: ['x²'],
    value: ([x], out) => {
      out[0] = x * x;
    },
    pullback: ([x], [weight], out) => {
      out[0] = 2 * weight * x;
    },
    hessianProduct: (_, [weight], [direction], out) => {
      out[0] = 2 * weight * direction;
    },
  });
  const paths = gaussian({ signalLength: 1 }).sample(key(1), 9);
  const meanSquare = paths.data.reduce((sum, x) => sum + x * x, 0) / 9;
  for (const [alpha, strength] of [
    [0.25, 2],
    [4, 0.3],
  ]) {
    const { weights } = implicitStep(squares, [alpha], paths, { length: strength });
    assertClose(crowdMultiplier(meanSquare, { target: alpha, strength }), weights[0], 1e-8);
  }
  // With τ = 2 and α = 1/4 the crowd's u = 1 + 2w solves u³ = 4.
  assertClose(crowdMultiplier(1, { target: 0.25, strength: 2 }), (Math.cbrt(4) - 1) / 2, 1e-14);
  assert.throws(
    () => crowdMultiplier(NaN, { target: 0.25, strength: 2 }),
    /crowdMultiplier: meanSquare and strength expect/,
  );
  const crowds = finiteCrowds([64, 256], { target: 0.25, strength: 2, gameCount: 2000, key: key(2) });
  for (const { playerCount, squaredError } of crowds) {
    const scaled = { value: playerCount * squaredError.value, standardError: playerCount * squaredError.standardError };
    assertWithin(scaled, (8 / 9) * 4 ** (-4 / 3), 4);
  }
});

test('flows that differ by a rotation have one density and different costs', () => {
  for (const angle of [0, 0.7, 3]) {
    const { negativeLogDensities, transportCost } = rotatedFlow([2, 0.5], angle, [
      [1, -0.4],
      [0, 2],
    ]);
    const normal = ([x, y]: readonly number[]): number => (x / 2) ** 2 / 2 + (y / 0.5) ** 2 / 2 + Math.log(2 * Math.PI);
    assertClose(negativeLogDensities, [normal([1, -0.4]), normal([0, 2])], 1e-12);
    assertClose(transportCost, 0.625 + 2.5 * (1 - Math.cos(angle)), 1e-12);
  }
});

test('gains cost what the equilibrium says at its own, and more beside it', () => {
  const options = { start: { mean: 0, variance: 4 }, target: { mean: 0, variance: 1 }, noise: 1, duration: 1 };
  const { gain, totalCost } = normalGame(options);
  assertClose(gainCost(options, gain(1)), totalCost, 1e-9);
  assertClose(
    [1.1, 0.9].map((factor) => gainCost(options, factor * gain(1))),
    [0.53256, 0.53294],
    1e-5,
  );
});

test('a velocity that is not the best costs by as much more as it is off, up to the steps', () => {
  const [costs] = verifiedCosts(unequalModesGame(), [0.8], { pathCount: 300, stepCount: 200, key: key(3) });
  assertWithin(costs.difference, 0, 4);
  assert.ok(
    Math.abs(costs.stepError.value) < 0.05 && costs.stepError.standardError < costs.difference.standardError / 3,
  );
  assert.ok(costs.predicted.value > 1 && costs.cost.value > 1);
});
