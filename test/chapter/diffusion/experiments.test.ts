import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf } from '../../../lib/array/index.js';
import {
  learnedScore,
  reversalDensities,
  scoreLossVariance,
  scoreTraining,
  stepVariance,
  twoModes,
} from '../../../lib/chapter/diffusion/index.js';
import { draws, key } from '../../../lib/random/index.js';
import { eulerMaruyama, heun } from '../../../lib/transport/index.js';
import { assertClose, assertWithin } from '../../closeness.js';
import { sampleVariance } from '../../statistics.js';
import { computedData } from '../computed.js';

const ends = { startVariance: 1, endVariance: 4, noise: 2 };

test('reversals of two modes: densities of mass 1, from N(0, 1) at T to near the data, nearer with noise', () => {
  const points = ensemble(
    281,
    1,
    Float64Array.from({ length: 281 }, (_, i) => -14 + 0.1 * i),
  );
  const moments = reversalDensities(twoModes(), { duration: 1, times: [1, 0.4, 0], points });
  const mass = (density: Float64Array): number => density.reduce((sum, value) => sum + 0.1 * value, 0);
  for (const { forward, stochastic, flow } of moments) {
    assertClose([mass(forward), mass(stochastic), mass(flow)], [1, 1, 1], 1e-4);
  }
  const distance = ({ forward }: (typeof moments)[number], made: Float64Array): number =>
    forward.reduce((sum, value, n) => sum + (value > 1e-12 ? 0.1 * value * Math.log(value / made[n]) : 0), 0);
  const [first, , last] = moments;
  assert.equal(distance(first, first.stochastic), distance(first, first.flow));
  // A bijection keeps the divergence, up to the steps.
  assertClose(distance(last, last.flow), distance(first, first.flow), 1e-3);
  assert.ok(distance(last, last.stochastic) < distance(last, last.flow) / 3);
});

test('the variance of steps is that of paths moved by the rule’s formula', () => {
  const { normal } = draws(key(3));
  const stepCount = 10;
  const C = (t: number): number => (1 - t) ** 2 + 4 * t * t + 2 * t * (1 - t);
  const factor = (t: number): number => ((6 * t) / 2 - 0.5) / C(t);
  // C′ = −2(1 − t) + 8t + 2(1 − 2t) = 6t, so that b + εs = (3t − ε)/C x.
  const drift = (t: number, x: number): number => factor(t) * x;
  const moved = (rule: 'Euler' | 'Heun'): number => {
    let x = normal();
    for (let i = 0; i < stepCount; i++) {
      const [t, h, push] = [i / stepCount, 1 / stepCount, Math.sqrt(1 / stepCount) * normal()];
      const guess = x + h * drift(t, x) + push;
      x = rule === 'Euler' ? guess : x + 0.5 * h * (drift(t, x) + drift(t + h, guess)) + push;
    }
    return x;
  };
  for (const [integrator, rule] of [
    [eulerMaruyama, 'Euler'],
    [heun, 'Heun'],
  ] as const) {
    const values = Array.from({ length: 20000 }, () => moved(rule));
    assertWithin(sampleVariance(values), stepVariance(integrator, ends, { epsilon: 0.5, stepCount }), 4, rule);
  }
});

test('the variance of a draw of the score’s loss is that of drawn losses', () => {
  const { uniform, normal } = draws(key(9));
  const cut = 0.05;
  const both = Array.from({ length: 40000 }, () => {
    const t = cut + (1 - 2 * cut) * uniform();
    const [y, z, gamma] = [(1 - t) * normal() + 2 * t * normal(), normal(), Math.sqrt(2 * t * (1 - t))];
    const C = (1 - t) ** 2 + 4 * t * t + gamma ** 2;
    const loss = (noise: number): number => {
      const x = y + gamma * noise;
      return (x * x) / (2 * C * C) - (noise * x) / (gamma * C);
    };
    return [loss(z), (loss(z) + loss(-z)) / 2];
  });
  [false, true].forEach((inPairs, i) => {
    const drawn = sampleVariance(both.map((pair) => pair[i]));
    assertWithin(drawn, scoreLossVariance(ends, { cut, inPairs }), 4, `in pairs ${inPairs}`);
  });
  assert.throws(() => scoreLossVariance(ends, { cut: 0.5, inPairs: true }), {
    message: /^scoreLossVariance: cut expects a number in \(0, ½\), got 0.5; take 0.01$/,
  });
});

test('a short training brings the score near to the exact one, and its own divergence is that of the network', async (t) => {
  const small = { width: 16, batchSize: 128, stepCount: 250, drawCount: 200 };
  const data = await computedData(t, scoreTraining(small));
  // A score of 0 has the error E s².
  for (const i of [10, 20, 30]) assert.ok(data.errors[i] < 0.1 * data.sizes[i], `time ${data.times[i]}`);
  assert.ok(data.learnedDivergence > data.exactDivergence && data.exactDivergence > 0);
  const score = learnedScore(small, data.parameters);
  const [at, above, below] = [0, 1e-5, -1e-5].map((by) => ensembleOf([[0.7 + by]]));
  const slope = (score.values(above, 0.4).data[0] - score.values(below, 0.4).data[0]) / 2e-5;
  assertClose(score.divergence(at, 0.4)[0], slope, 1e-6);
});
