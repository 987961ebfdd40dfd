import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { autocovariance, squaredNorm, stylized } from '../../lib/energy/index.js';
import {
  type Flow,
  initialize,
  inspect,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
} from '../../lib/flow/index.js';
import { exponential } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits, flat } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { fixture } from '../support.js';
import { flowReferences, referenceFlows } from './reference-flows.js';

const target = { autocovariance: [0.3, 1.1], stylized: Array.from({ length: 22 }, (_, k) => (k === 1 ? 0.2 : 1.3)) };
const energies = { autocovariance: autocovariance({ signalLength: 30 }), stylized: stylized({ signalLength: 30 }) };

for (const name of flowReferences) {
  test(`one step of either descent gives the energies, losses and paths of automatic differentiation: ${name}`, () => {
    const reference = fixture(name);
    const { input, expected, tolerance, params } = reference;
    const bound = (quantity: string, values: number[]): number =>
      tolerance[quantity].abs + tolerance[quantity].rel * Math.max(...values.map(Math.abs));
    const flows = referenceFlows(reference);
    for (const label of ['mgdm', 'mf'] as const) {
      const flow = flows[label];
      const state = initialize(flow, ensembleOf(input.x));
      assertClose(state.energies.data, flat(expected.energy), bound('energy', flat(expected.energy)), 'energies');
      // The files state the loss of the joint mean field, N times that of an ensemble's mean.
      const losses = inspect(flow, state).losses.map((loss) => (label === 'mf' ? params.N : 1) * loss);
      assertClose(losses, flat(expected[label].loss), bound('energy', flat(expected[label].loss)), `${label} loss`);
      const after = step(flow, state).state;
      const next = flat(expected[label].x_next);
      assertClose(after.paths.data, next, bound('x_next', next), `${label} paths`);
      assert.equal(after.stepNumber, 1);
      if (params.project) {
        const moved = after.paths.data.map((value, i) => (value === state.paths.data[i] ? 0 : 1));
        assert.deepEqual([...moved], flat(expected[label].mask));
        assert.ok(moved.includes(0), 'the file has components that stay');
      }
    }
  });
}

test('a step follows the formula x − γ Jᵀ(Φ̄ − α)/‖α‖² written out for three values', () => {
  const paths = [
    [1, 2, -1],
    [0.5, 0, 3],
  ];
  const phi = paths.map(([a, b, c]) => [(a * b + b * c) / 3, (a * a + b * b + c * c) / 3]);
  const alpha = [0.4, 2];
  const scale = 0.7 / (0.4 ** 2 + 2 ** 2);
  const moved = (mean: number[], [a, b, c]: number[]): number[] => {
    const [u, v] = mean.map((value, k) => scale * (value - alpha[k]));
    return [a - (u * b + v * 2 * a) / 3, b - (u * (a + c) + v * 2 * b) / 3, c - (u * b + v * 2 * c) / 3];
  };
  const energy = autocovariance({ signalLength: 3 });
  const regular = regularDescent(energy, alpha, { stepSize: 0.7 });
  const meanField = meanFieldDescent(energy, alpha, { stepSize: 0.7 });
  const start = ensembleOf(paths);
  assertClose(
    step(regular, initialize(regular, start)).state.paths.data,
    paths.flatMap((x, n) => moved(phi[n], x)),
    1e-15,
  );
  const mean = [0, 1].map((k) => (phi[0][k] + phi[1][k]) / 2);
  assertClose(
    step(meanField, initialize(meanField, start)).state.paths.data,
    paths.flatMap((x) => moved(mean, x)),
    1e-15,
  );
});

function afterSteps(flow: Flow, paths: ReturnType<typeof noise>, count: number): Float64Array {
  let state = initialize(flow, paths);
  for (let t = 0; t < count; t++) state = step(flow, state).state;
  return state.paths.data;
}

for (const name of ['autocovariance', 'stylized'] as const) {
  const energy = energies[name];

  test(`${name}: with one path the mean-field descent is the regular one, bit for bit`, () => {
    const path = noise(1, 1, 30);
    const meanField = meanFieldDescent(energy, target[name], { stepSize: 2 });
    assertSameBits(
      afterSteps(meanField, path, 8),
      afterSteps(regularDescent(energy, target[name], { stepSize: 2 }), path, 8),
    );
  });

  test(`${name}: the regular descent moves each path as if it were alone`, () => {
    const paths = noise(2, 5, 30);
    const flow = regularDescent(energy, target[name], { stepSize: 2 });
    const together = afterSteps(flow, paths, 5);
    for (let n = 0; n < 5; n++) {
      assertSameBits(
        afterSteps(flow, ensemble(1, 30, paths.path(n).slice()), 5),
        together.subarray(30 * n, 30 * (n + 1)),
      );
    }
  });

  test(`${name}: ensembles of three paths among nine are three descents of their own`, () => {
    const paths = noise(3, 9, 30);
    const together = afterSteps(meanFieldDescent(energy, target[name], { stepSize: 2, ensembleSize: 3 }), paths, 5);
    const alone = meanFieldDescent(energy, target[name], { stepSize: 2 });
    for (let e = 0; e < 3; e++) {
      const part = paths.data.slice(90 * e, 90 * (e + 1));
      assertSameBits(afterSteps(alone, ensemble(3, 30, part), 5), together.subarray(90 * e, 90 * (e + 1)));
    }
  });

  test(`${name}: relabelling the paths of a mean-field ensemble relabels the result, up to rounding of the mean`, () => {
    const paths = noise(4, 6, 30);
    const order = [3, 0, 5, 1, 4, 2];
    const flow = meanFieldDescent(energy, target[name], { stepSize: 2 });
    const plain = afterSteps(flow, paths, 5);
    const relabelled = afterSteps(flow, ensembleOf(order.map((n) => paths.path(n))), 5);
    order.forEach((n, at) => {
      assertClose(relabelled.subarray(30 * at, 30 * (at + 1)), plain.subarray(30 * n, 30 * (n + 1)), 1e-12);
    });
  });

  test(`${name}: an ensemble whose mean energy is the target stays where it is, while regular descent moves it`, () => {
    const paths = noise(5, 16, 30);
    const free = meanFieldDescent(energy, target[name], { stepSize: 2 });
    const alpha = inspect(free, initialize(free, paths)).meanEnergies.row(0);
    const meanField = meanFieldDescent(energy, alpha, { stepSize: 2 });
    assertSameBits(afterSteps(meanField, paths, 3), paths.data);
    assert.equal(inspect(meanField, initialize(meanField, paths)).losses[0], 0);
    const moved = afterSteps(regularDescent(energy, alpha, { stepSize: 2 }), paths, 1);
    for (let n = 0; n < 16; n++) assert.notEqual(moved[30 * n], paths.path(n)[0]);
  });
}

test('for Φ = ‖x‖² and target 0 a mean-field step scales the energy variance by exactly (1 − 2γΦ̄)⁴', () => {
  const [pathCount, signalLength, stepSize] = [40, 12, 0.01];
  const flow = meanFieldDescent(squaredNorm({ signalLength }), [0], { stepSize });
  let state = initialize(flow, noise(6, pathCount, signalLength));
  const momentsOf = (values: Float64Array): { mean: number; variance: number } => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
  };
  for (let t = 0; t < 6; t++) {
    const before = momentsOf(state.energies.data);
    state = step(flow, state).state;
    const factor = (1 - 2 * stepSize * before.mean) ** 4;
    assert.ok(factor < 0.9, 'the step does something');
    assertClose(momentsOf(state.energies.data).variance / before.variance, factor, 1e-12);
  }
});

test('the same step of the regular descent draws energies together more: its variance falls faster where paths differ', () => {
  const energy = squaredNorm({ signalLength: 12 });
  const paths = noise(6, 40, 12);
  const spread = (flow: Flow): number => {
    const { data } = step(flow, initialize(flow, paths)).state.energies;
    const mean = data.reduce((sum, value) => sum + value, 0) / 40;
    return data.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  assert.ok(
    spread(regularDescent(energy, [12], { stepSize: 1 })) <
      0.7 * spread(meanFieldDescent(energy, [12], { stepSize: 1 })),
  );
});

test('a projected descent keeps every value positive, and a value that stays keeps its bits', () => {
  const energy = autocovariance({ signalLength: 40 });
  const flow = meanFieldDescent(energy, [0.05, 0.2], { stepSize: 0.05, constraint: positive });
  let state = initialize(flow, exponential({ signalLength: 40, scale: 2 }).sample(key(7), 8));
  let stayed = 0;
  for (let t = 0; t < 30; t++) {
    const before = state.paths.data;
    state = step(flow, state).state;
    assert.ok(state.paths.data.every((value) => value > 0));
    stayed += state.paths.data.reduce((count, value, i) => count + (value === before[i] ? 1 : 0), 0);
  }
  assert.ok(stayed > 0, 'no value ever had to stay');
});

test('a step leaves the state that it started from as it was', () => {
  const flow = meanFieldDescent(energies.autocovariance, target.autocovariance, { stepSize: 5 });
  const paths = noise(8, 4, 30);
  const copy = paths.data.slice();
  step(flow, initialize(flow, paths));
  assertSameBits(paths.data, copy);
});

test('a descent that diverges stops at the first energy that is not finite, with step and path', () => {
  const alpha = 4;
  const energy = squaredNorm({ signalLength: 2 });
  const flow = regularDescent(energy, [alpha], { stepSize: 8 });
  // Paths 0 and 2 lie on the target and stay; path 1 follows r ← r (1 − 2c(r − α))², c = 8/α², r its squared norm.
  let [r, steps] = [9e4, 0];
  while (Number.isFinite(r)) [r, steps] = [r * (1 - (r - alpha)) ** 2, steps + 1];
  let state = initialize(
    flow,
    ensembleOf([
      [2, 0],
      [300, 0],
      [0, -2],
    ]),
  );
  for (let t = 1; t < steps; t++) state = step(flow, state).state;
  assert.throws(
    () => step(flow, state),
    new RegExp(
      `^RangeError: regular descent: path 1 has energy Infinity \\(squared norm\\) after step ${steps}, expected a finite number; take a step size below 8`,
    ),
  );
});

test('a path that holds no number is named before the first step, not blamed on its ensemble', () => {
  const paths = noise(9, 4, 30);
  paths.path(2)[7] = NaN;
  const flow = meanFieldDescent(energies.autocovariance, target.autocovariance, { stepSize: 5 });
  assert.throws(
    () => initialize(flow, paths),
    /^RangeError: mean-field descent: path 2 has energy NaN \(lag 1\) after step 0, expected a finite number; start from finite paths/,
  );
});
