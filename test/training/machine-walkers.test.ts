import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix, vectorOf } from '../../lib/array/index.js';
import { draws, key } from '../../lib/random/index.js';
import {
  contrastiveDivergence,
  exactGradient,
  jarzynskiCorrected,
  ledWalkers,
  machineOfParameters,
  machineWalkers,
  parametersOfMachine,
  train,
} from '../../lib/training/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';

const [V, H] = [4, 2];
const K = V + H + V * H;

/** Visible states drawn in favour of equal neighbours. */
function data(count: number) {
  const { uniform } = draws(key(3));
  const states = ensemble(count, V);
  for (let n = 0; n < count; n++) {
    const state = states.path(n);
    state[0] = uniform() < 0.6 ? 1 : 0;
    for (let i = 1; i < V; i++) state[i] = uniform() < 0.8 ? state[i - 1] : 1 - state[i - 1];
  }
  return states;
}

/** ln Z and minus the mean log-likelihood per state by naive sums over all states of both layers. */
function brute(theta: ArrayLike<number>, states: ReturnType<typeof data>) {
  const unit = (state: number, i: number): number => (state >> i) & 1;
  const weight = (v: number): number => {
    let sum = 0;
    for (let h = 0; h < 2 ** H; h++) {
      let minusU = 0;
      for (let i = 0; i < V; i++) minusU += theta[i] * unit(v, i);
      for (let j = 0; j < H; j++) minusU += theta[V + j] * unit(h, j);
      for (let i = 0; i < V; i++)
        for (let j = 0; j < H; j++) minusU += theta[V + H + i * H + j] * unit(v, i) * unit(h, j);
      sum += Math.exp(minusU);
    }
    return sum;
  };
  let Z = 0;
  for (let v = 0; v < 2 ** V; v++) Z += weight(v);
  let crossEntropy = 0;
  for (let n = 0; n < states.pathCount; n++) {
    const v = states.path(n).reduce((number, bit, i) => number + bit * 2 ** i, 0);
    crossEntropy -= Math.log(weight(v) / Z) / states.pathCount;
  }
  return { logPartition: Math.log(Z), crossEntropy };
}

const states = data(40);
const problem = machineWalkers(states, { hiddenCount: H, walkerCount: 400 });
const random = (scale: number) => {
  const { normal } = draws(key(8));
  return vectorOf(Array.from({ length: K }, () => scale * normal()));
};

test('the difference of exact means is minus the gradient of the cross-entropy', () => {
  const theta = random(0.7);
  const [model, mean] = [problem.modelSlopes!(theta), problem.dataSlopes(theta)];
  for (let k = 0; k < K; k++) {
    const [above, below] = [1e-5, -1e-5].map((by) => {
      const shifted = theta.slice();
      shifted[k] += by;
      return brute(shifted, states).crossEntropy;
    });
    assertClose(mean[k] - model[k], (above - below) / 2e-5, 1e-8, `parameter ${k}`);
  }
  assertSameBits(parametersOfMachine(machineOfParameters(theta, { visibleCount: V, hiddenCount: H })), theta);
});

test('weights of led walkers give ln Z and means of the machine, within their errors', () => {
  const theta = random(1);
  const steps = 40;
  const rows = matrix(steps + 1, K);
  for (let t = 0; t <= steps; t++) rows.row(t).set(theta.map((value) => (value * t) / steps));
  const { logRatio } = ledWalkers(problem, rows, key(4));
  const expected = brute(theta, states).logPartition - (V + H) * Math.LN2;
  assertWithin(logRatio, expected, 3.5);
  let walkers = problem.fromModel(rows.row(0), key(5));
  for (let t = 1; t <= steps; t++)
    walkers = problem.lead(walkers, { from: rows.row(t - 1), to: rows.row(t) }, key(6 + t));
  // Each slope is a mean of numbers between 0 and 1 over some 300 effective walkers.
  assertClose(problem.slopes(walkers, theta), problem.modelSlopes!(theta), 0.1);
});

test('exact and Jarzynski training lower the cross-entropy alike', async () => {
  // From weights of 0 exactly no gradient would lead away: hidden units would stay independent of visible ones.
  const course = { parameters: Array.from(random(0.3)), rate: 1, stepCount: 80 };
  const last = async (trainer: ReturnType<typeof exactGradient>) =>
    brute((await train(problem, trainer, course, { key: key(9) })).parameters.row(80), states).crossEntropy;
  const [start, exact] = [brute(course.parameters, states).crossEntropy, await last(exactGradient())];
  assert.ok(exact < start - 0.1);
  assertClose(await last(jarzynskiCorrected()), exact, 0.02);
  assert.ok((await last(contrastiveDivergence({ steps: 1 }))) > exact - 1e-3);
});

test('walkers of the law are independent draws of it', () => {
  const theta = random(1);
  const many = machineWalkers(states, { hiddenCount: H, walkerCount: 20_000 });
  assertClose(
    many.slopes(many.fromModel(theta, key(2)), theta),
    problem.modelSlopes!(theta),
    4 * 0.5 * Math.sqrt(1 / 20_000),
  );
});

test('bad sizes and tables are refused by name', () => {
  const wide = machineWalkers(states, { hiddenCount: 21, walkerCount: 2 });
  assert.throws(() => wide.fromModel(vectorOf(new Array(4 + 21 * 5).fill(0)), key(1)), /hidden layer.* at most 20/);
  assert.throws(() => ledWalkers(problem, matrix(1, K), key(1)), /ledWalkers: parameters expects two rows/);
  assert.throws(() => machineWalkers(states, { hiddenCount: 0, walkerCount: 3 }), /hiddenCount/);
});
