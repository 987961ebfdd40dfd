import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble } from '../../lib/array/index.js';
import { autocovariance, type Energy, energyOfPaths, stylized } from '../../lib/energy/index.js';
import {
  descend,
  descendFrozen,
  descendMeasured,
  frozenSchedule,
  gaussNewtonDescent,
  initialize,
  inspect,
  step,
  stepDeterminant,
  stepSpectrum,
} from '../../lib/flow/index.js';
import { assertClose } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { eliminate } from '../linear-algebra/reference.js';
import { bruteForce } from './brute-force.js';
import { quartic } from './quartic.js';

/** Gradients of all components at one path, by central differences of the values. */
function gradients(energy: Energy, path: Float64Array): number[][] {
  const h = 1e-5;
  return Array.from({ length: energy.componentCount }, (_, k) =>
    Array.from(path, (_, i) => {
      const [ahead, behind] = [h, -h].map((change) => {
        const shifted = path.slice();
        shifted[i] += change;
        return energy.values(ensemble(1, path.length, shifted)).data[k];
      });
      return (ahead - behind) / (2 * h);
    }),
  );
}

test('a step moves paths by their gradients times the inverse of the mean Gram matrix times the distance to the target', () => {
  const energy = stylized({ signalLength: 9, squareLags: 3 });
  const target = [0.8, 0.1, 0.9, 1, 1.1];
  const paths = noise(1, 4, 9);
  const flow = gaussNewtonDescent(energy, target, { stepSize: 0.2, ridge: 0 });
  const rows = Array.from({ length: 4 }, (_, n) => gradients(energy, paths.path(n)));
  const gram = target.map((_, k) =>
    target.map((__, l) => rows.reduce((sum, row) => sum + row[k].reduce((s, v, i) => s + v * row[l][i], 0) / 4, 0)),
  );
  const { data } = energy.values(paths);
  const distance = target.map((alpha, k) => [0, 1, 2, 3].reduce((sum, n) => sum + data[5 * n + k] / 4, 0) - alpha);
  const { inverse } = eliminate(gram);
  const weights = inverse.map((row) => 0.2 * row.reduce((sum, entry, l) => sum + entry * distance[l], 0));
  const expected = rows.flatMap((row, n) =>
    Array.from(paths.path(n), (x, i) => x - weights.reduce((sum, w, k) => sum + w * row[k][i], 0)),
  );
  assertClose(step(flow, initialize(flow, paths)).state.paths.data, expected, 1e-7);
});

test('small steps shrink the distance of every component at one rate, whatever its scale', () => {
  const energy = stylized({ signalLength: 40, squareLags: 6 });
  const target = [0.9, 0.05, 1.3, 1.2, 1.2, 1.1, 1, 1];
  const flow = gaussNewtonDescent(energy, target, { stepSize: 1e-5 });
  const before = initialize(flow, noise(2, 5, 40));
  const after = step(flow, before).state;
  const [r, next] = [before, after].map((state) =>
    inspect(flow, state)
      .meanEnergies.row(0)
      .map((e, k) => e - target[k]),
  );
  r.forEach((distance, k) => {
    assertClose((next[k] / distance - 1) / 1e-5, -1, 1e-3, `component ${k}`);
  });
});

const signalLength = 6;
const measuredCases: Record<string, { energy: Energy; target: number[] }> = {
  autocovariance: { energy: autocovariance({ signalLength }), target: [0.3, 0.9] },
  'stylized features, a band': { energy: stylized({ signalLength, squareLags: 2 }), target: [0.9, 0.2, 0.6, 0.5] },
  'a dense Hessian': { energy: quartic(signalLength), target: [0.3, 0.4] },
};
const rules = {
  'G from all paths': {},
  'a large ridge': { ridge: 0.3 },
  'G from two paths of three': { gramPathCount: 2, ridge: 0.1 },
  'shortened steps': { largestMove: 0.03, gramPathCount: 2, ridge: 0.05 },
  'single paths': { ensembleSize: 1, ridge: 0.1, largestMove: 0.1 },
};
for (const [name, { energy, target }] of Object.entries(measuredCases)) {
  for (const [rule, options] of Object.entries(rules)) {
    test(`${name}, ${rule}: the determinant is that of the whole coupled step, with what G depends on`, () => {
      for (let seed = 0; seed < 6; seed++) {
        const paths = noise(20 + seed, 3, signalLength);
        for (const stepSize of [0.05, 0.3]) {
          const flow = gaussNewtonDescent(energy, target, { stepSize, ...options });
          const { logAbs, sign } = stepDeterminant(flow, initialize(flow, paths));
          const expected = bruteForce(flow, paths);
          const whole = logAbs.reduce((sum, value) => sum + value, 0);
          assert.equal(
            sign.reduce((product, value) => product * value, 1),
            expected.sign,
          );
          assertClose(whole, expected.logAbs, 2e-5 * (1 + Math.abs(expected.logAbs)), `seed ${seed}, ${stepSize}`);
        }
      }
    });
  }
}

test('a step that asks for too much is shortened to the largest move, root mean square over all values', async () => {
  const energy = stylized({ signalLength: 64 });
  const target = Array.from({ length: 22 }, (_, k) => (k === 1 ? 0 : k === 0 ? 1 : 4));
  const paths = noise(3, 16, 64);
  const flow = gaussNewtonDescent(energy, target, { stepSize: 0.5, largestMove: 0.05, ridge: 0 });
  const { stepSizes, weights, paths: after } = await descend(flow, paths, 1);
  assert.ok(stepSizes!.data[0] < 0.5);
  const move = after.data.reduce((sum, value, i) => sum + (value - paths.data[i]) ** 2, 0) / paths.data.length;
  assertClose(Math.sqrt(move), 0.05, 1e-9);
  const byWeights = energy.pullback(paths, weights![0].row(0)).data;
  assertClose(
    after.data,
    paths.data.map((value, i) => value - byWeights[i]),
    1e-12,
    'x − Jᵀw',
  );
});

test('frozen, its weights move the paths that it moved to where it moved them', async () => {
  const energy = stylized({ signalLength: 48, squareLags: 4 });
  const paths = noise(9, 12, 48);
  const flow = gaussNewtonDescent(energy, [1, 0.1, 1.2, 1.2, 1.1, 1], { stepSize: 0.2, largestMove: 0.05 });
  const pilot = await descend(flow, paths, 20);
  const frozen = await descendFrozen(frozenSchedule(pilot), paths);
  assertClose(frozen.paths.data, pilot.paths.data, 1e-12);
});

/** Sum of squares, sum, and their sum. */
function dependent(): Energy {
  const d = 8;
  return energyOfPaths({
    name: 'dependent',
    signalLength: d,
    labels: ['variance', 'sum', 'variance and sum'],
    value(x, out) {
      out[0] = x.reduce((sum, value) => sum + value * value, 0);
      out[1] = x.reduce((sum, value) => sum + value, 0);
      out[2] = out[0] + out[1];
    },
    pullback(x, [a, b, c], out) {
      for (let i = 0; i < d; i++) out[i] = 2 * (a + c) * x[i] + b + c;
    },
    hessianProduct(_, [a, , c], v, out) {
      for (let i = 0; i < d; i++) out[i] = 2 * (a + c) * v[i];
    },
  });
}

test('what has no full rank is refused by naming components, and so are options out of range', async () => {
  const flow = gaussNewtonDescent(dependent(), [1, 2, 3], { stepSize: 0.1 });
  await assert.rejects(
    () => descend(flow, noise(1, 3, 8), 2),
    /step 1: gaussNewtonDescent: G expects full rank, got variance and sum, whose gradient is a combination of those of variance, sum/,
  );
  const still = noise(1, 3, 8);
  still.data.fill(0);
  await assert.rejects(() => descend(flow, still, 2), /got no gradient of variance at any path/);
  const long = stylized({ signalLength: 21 });
  const narrow = gaussNewtonDescent(long, new Array(22).fill(1), { stepSize: 0.1, ensembleSize: 1 });
  await assert.rejects(
    () => descend(narrow, noise(1, 3, 21), 2),
    /expect at least 2 paths of 21 values for 22 components, got 1/,
  );
  const energy = autocovariance({ signalLength: 8 });
  for (const [options, message] of [
    [{ stepSize: 2 }, /stepSize expects a number between 0 and 2/],
    [{ stepSize: 0.1, largestMove: 0 }, /largestMove expects a positive number/],
    [{ stepSize: 0.1, ridge: -1 }, /ridge expects a number from 0 to 1/],
    [{ stepSize: 0.1, gramPathCount: 0 }, /gramPathCount expects a whole number from 1/],
  ] as const) {
    assert.throws(() => gaussNewtonDescent(energy, [0.1, 1], options), message);
  }
  const dense = gaussNewtonDescent(quartic(100), [1, 1], { stepSize: 0.1 });
  await assert.rejects(
    () => descendMeasured(dense, noise(1, 3, 100), 2, []),
    /expects an energy with a banded Hessian/,
  );
  const spectrum = gaussNewtonDescent(energy, [0.1, 1], { stepSize: 0.1 });
  assert.throws(() => stepSpectrum(spectrum, initialize(spectrum, noise(1, 3, 8))), /got a Gauss–Newton one/);
});
