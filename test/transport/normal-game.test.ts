import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NormalGameOptions, normalDivergence, normalGame } from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const games: readonly NormalGameOptions[] = [
  { start: { mean: 0, variance: 4 }, target: { mean: 0, variance: 1 }, noise: 0, duration: 1 },
  { start: { mean: 1, variance: 4 }, target: { mean: -0.5, variance: 1 }, noise: 1, duration: 1 },
  { start: { mean: -1, variance: 0 }, target: { mean: 0.3, variance: 2 }, noise: 0.8, duration: 0.5 },
  { start: { mean: 0, variance: 0.1 }, target: { mean: 3, variance: 0.2 }, noise: 2, duration: 6 },
  { start: { mean: 0, variance: 0.01 }, target: { mean: 0, variance: 50 }, noise: 0.1, duration: 20 },
];
const label = (game: NormalGameOptions): string => JSON.stringify(game);

/**
 * Kinetic and terminal cost of v = −a(t)(x − m) + w for any gains and speed, by Runge–Kutta's rule for the variance and Simpson's for the
 * cost, whatever the gains.
 */
function costOf(
  { start, target, noise, duration }: NormalGameOptions,
  { gain, speed, count = 2000 }: { gain: (t: number) => number; speed: number; count?: number },
): number {
  const h = duration / count;
  let variance = start.variance;
  let cost = 0.5 * speed ** 2 * duration;
  for (let i = 0; i < count; i++) {
    // Just inside of the interval, where gains in pieces have one value.
    const [left, middle, right] = [1e-9, 0.5, 1 - 1e-9].map((share) => gain((i + share) * h));
    const slope = (a: number, v: number): number => -2 * a * v + noise ** 2;
    const k1 = slope(left, variance);
    const k2 = slope(middle, variance + (h / 2) * k1);
    const k3 = slope(middle, variance + (h / 2) * k2);
    const k4 = slope(right, variance + h * k3);
    const next = variance + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    const between = variance + (h / 24) * (5 * k1 + 4 * k2 + 4 * k3 - k4);
    cost += (h / 12) * (left ** 2 * variance + 4 * middle ** 2 * between + right ** 2 * next);
    variance = next;
  }
  return cost + normalDivergence({ mean: start.mean + speed * duration, variance }, target);
}

test('value and law of a game solve both of its equations and meet at the end', () => {
  for (const options of games) {
    const { start, target, noise, duration } = options;
    const { law, gain, velocity, value } = normalGame(options);
    const h = 1e-4;
    for (const share of [0.1, 0.5, 0.9]) {
      const t = share * duration;
      const { mean, variance } = law(t);
      for (const x of [-2, 0.4, 1.3]) {
        const [low, here, high] = [value(x - h, t), value(x, t), value(x + h, t)];
        const change = (value(x, t + h) - value(x, t - h)) / (2 * h);
        const [slope, bend] = [(high - low) / (2 * h), (high - 2 * here + low) / h ** 2];
        const scale = 1 + Math.abs(change) + slope ** 2;
        assertClose(-change, -0.5 * slope ** 2 + 0.5 * noise ** 2 * bend, 1e-5 * scale, `value, ${label(options)}`);
        assertClose(velocity(x, t), -slope, 1e-6 * scale, 'velocity');
      }
      const [before, after] = [law(t - h), law(t + h)];
      assertClose((after.mean - before.mean) / (2 * h), velocity(mean, t), 1e-8, 'mean');
      const growth = (after.variance - before.variance) / (2 * h);
      assertClose(growth, -2 * gain(t) * variance + noise ** 2, 1e-5, `variance, ${label(options)}`);
    }
    assertClose([law(0).mean, law(0).variance], [start.mean, start.variance], 1e-15, 'start');
    const end = law(duration);
    for (const x of [-1, 0, 2.5]) {
      const logRatio =
        0.5 * Math.log(target.variance / end.variance) +
        (x - target.mean) ** 2 / (2 * target.variance) -
        (x - end.mean) ** 2 / (2 * end.variance);
      assertClose(value(x, duration), logRatio, 1e-10, `value at the end, ${label(options)}`);
    }
  }
});

test('the cost is that of its velocity by quadrature, splits into three parts, and is the mean value at the start', () => {
  for (const options of games) {
    const game = normalGame(options);
    const { start, target, duration } = options;
    const end = game.law(duration);
    const speed = (end.mean - start.mean) / duration;
    assertClose(game.totalCost, costOf(options, { gain: game.gain, speed }), 1e-8, label(options));
    assertClose(game.totalCost, game.fluctuationCost + game.meanCost + game.terminalCost, 1e-15);
    assertClose(game.meanCost, (end.mean - start.mean) ** 2 / (2 * duration), 1e-14);
    assertClose(game.terminalCost, normalDivergence(end, target), 1e-14);
    const meanValue = game.value(start.mean, 0) + 0.5 * game.gain(0) * start.variance;
    assertClose(game.totalCost, meanValue, 1e-12, label(options));
  }
});

test('no velocity costs less: other gains and speeds, and a free descent over gains in sixteen pieces that comes close', () => {
  for (const options of games.slice(0, 3)) {
    const { totalCost, gain, velocity, law } = normalGame(options);
    const speed = velocity(law(0).mean, 0);
    for (const factor of [0.9, 0.99, 1.01, 1.1]) {
      assert.ok(costOf(options, { gain: (t) => factor * gain(t), speed }) > totalCost);
      assert.ok(costOf(options, { gain: (t) => gain(t) + factor - 1, speed }) > totalCost);
      if (speed !== 0) assert.ok(costOf(options, { gain, speed: factor * speed }) > totalCost);
    }
    const pieces = Array.from({ length: 16 }, () => 0);
    const cost = (): number =>
      costOf(options, { gain: (t) => pieces[Math.floor((16 * t) / options.duration)], speed, count: 64 });
    for (let round = 0; round < 20; round++) {
      for (let piece = 0; piece < 16; piece++) {
        const [h, at] = [1e-3, pieces[piece]];
        const [low, here, high] = [-h, 0, h].map((shift) => {
          pieces[piece] = at + shift;
          return cost();
        });
        pieces[piece] = at - (0.5 * h * (high - low)) / (high - 2 * here + low);
      }
    }
    assert.ok(cost() > totalCost - 1e-7, label(options));
    assertClose(cost(), totalCost, 2e-3 * totalCost, label(options));
  }
});

test('gains with an end value a tenth too large or too small cost what an independent integration says', () => {
  const options = { start: { mean: 0, variance: 4 }, target: { mean: 0, variance: 1 }, noise: 1, duration: 1 };
  const atEnd = (Math.sqrt(17) - 3) / 2;
  const costs = [1, 1.1, 0.9].map((factor) => {
    const gain = (t: number): number => (factor * atEnd) / (1 + factor * atEnd * (1 - t));
    return costOf(options, { gain, speed: 0 });
  });
  assertClose(costs, [0.529806, 0.532558, 0.532944], 1e-6);
  assertClose(normalGame(options).totalCost, costs[0], 1e-9);
});

test('without noise paths are straight, and the end deviation is the least of its cost', () => {
  const options = { start: { mean: 2, variance: 9 }, target: { mean: -1, variance: 0.5 }, noise: 0, duration: 0.7 };
  const { law, velocity, totalCost } = normalGame(options);
  let x = 3.5;
  const straight = velocity(x, 0);
  for (const t of [0.1, 0.35, 0.7]) {
    x = 3.5 + straight * t;
    assertClose(velocity(x, t), straight, 1e-12, `t ${t}`);
  }
  const cost = (s: number, m: number): number =>
    ((s - 3) ** 2 + (m - 2) ** 2) / 1.4 + normalDivergence({ mean: m, variance: s ** 2 }, options.target);
  const { mean, variance } = law(0.7);
  const deviation = Math.sqrt(variance);
  assertClose(cost(deviation, mean), totalCost, 1e-12);
  for (const shift of [-1e-3, 1e-3]) {
    assert.ok(cost(deviation + shift, mean) > totalCost && cost(deviation, mean + shift) > totalCost);
  }
});

test('limits: a game that starts at its target costs nothing, a long one without noise ends there, a short one stays', () => {
  const unit = { mean: 1, variance: 2 };
  const still = normalGame({ start: unit, target: unit, noise: 0, duration: 3 });
  assertClose([still.totalCost, still.gain(0), still.gain(3)], [0, 0, 0], 1e-15);
  const start = { mean: -2, variance: 0.3 };
  const long = normalGame({ start, target: unit, noise: 0, duration: 1e9 });
  assertClose([long.law(1e9).mean, long.law(1e9).variance], [1, 2], 1e-7);
  // T times the cost is half the squared Wasserstein distance.
  assertClose(1e9 * long.totalCost, 0.5 * (9 + (Math.sqrt(2) - Math.sqrt(0.3)) ** 2), 1e-6);
  const short = normalGame({ start, target: unit, noise: 0.5, duration: 1e-12 });
  assertClose([short.law(1e-12).mean, short.law(1e-12).variance], [-2, 0.3], 1e-10);
  assertClose(short.totalCost, normalDivergence(start, unit), 1e-9);
});

test('a game out of range is refused by name', () => {
  const [options] = games;
  const point = { mean: 0, variance: 0 };
  const refused = [
    [{ start: { mean: NaN, variance: 1 } }, /^normalGame: start expects a finite mean, got NaN; give a number$/],
    [{ target: { mean: Infinity, variance: 1 } }, /^normalGame: target expects a finite mean/],
    [{ start: { mean: 0, variance: -1 } }, /^normalGame: variance of the start expects a finite number from 0, got -1/],
    [{ target: point }, /^normalGame: variance of the target expects a positive finite number, got 0/],
    [{ noise: -0.1 }, /^normalGame: noise expects a finite number from 0, got -0.1/],
    [{ duration: 0 }, /^normalGame: duration expects a positive finite number, got 0/],
    [{ start: point }, /^normalGame: start expects a positive variance where noise is 0/],
    [{ target: { mean: 0, variance: 1e-320 } }, /^normalGame: variances .* too far apart .* change the units/],
  ] as const;
  for (const [change, message] of refused) {
    assert.throws(() => normalGame({ ...options, ...change }), { name: 'RangeError', message });
  }
  for (const t of [-0.1, 1.1, NaN]) {
    assert.throws(() => normalGame(options).gain(t), { name: 'RangeError', message: /^normalGame: t expects a time/ });
  }
});
