import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { type Ensemble, ensemble, ensembleOf } from '../../lib/array/index.js';
import {
  adjustedLangevin,
  doubleWell,
  type Kernel,
  markovChain,
  modelPotential,
  potentialOfPaths,
  randomWalk,
  stateAt,
} from '../../lib/chain/index.js';
import { gaussian } from '../../lib/model/index.js';
import { perform } from '../../lib/parallel/index.js';
import { draws, key } from '../../lib/random/index.js';
import { sampleMean } from '../statistics.js';

const well = doubleWell({ barrier: 2, tilt: 0.5 });
const energy = (x: number): number => 2 * (x * x - 1) ** 2 + 0.5 * x;
const slope = (x: number): number => 8 * x * (x * x - 1) + 0.5;
const spacing = 0.02;
const points = Array.from({ length: 236 }, (_, i) => -2.4 + spacing * i);
const total = points.reduce((sum, x) => sum + Math.exp(-energy(x)), 0);
const masses = points.map((x) => Math.exp(-energy(x)) / total);

/** Points of the well's law on a grid whose sums are exact to 1e-9. */
function drawn(count: number): Ensemble {
  const { uniform } = draws(key(5));
  const cumulated: number[] = [];
  masses.reduce((sum, mass, i) => {
    cumulated[i] = sum + mass;
    return cumulated[i];
  }, 0);
  return ensembleOf(
    Array.from({ length: count }, () => {
      const level = uniform() * cumulated[cumulated.length - 1];
      return [points[cumulated.findIndex((sum) => sum > level)]];
    }),
  );
}

/** Mean acceptance and squared jump of a step in equilibrium, by quadrature over both ends of the step. */
function exactStep(mean: (x: number) => number, variance: number): { acceptance: number; squaredJump: number } {
  let [acceptance, squaredJump] = [0, 0];
  const density = (y: number, x: number): number =>
    Math.exp((-0.5 * (y - mean(x)) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance);
  points.forEach((x, i) => {
    for (const y of points) {
      const ratio = (Math.exp(energy(x) - energy(y)) * density(x, y)) / density(y, x);
      const taken = masses[i] * spacing * density(y, x) * Math.min(1, ratio);
      acceptance += taken;
      squaredJump += taken * (y - x) ** 2;
    }
  });
  return { acceptance, squaredJump };
}

const kernels: readonly [Kernel, { acceptance: number; squaredJump: number }][] = [
  [randomWalk({ deviation: 0.7 }), exactStep((x) => x, 0.49)],
  [adjustedLangevin({ stepSize: 0.1 }), exactStep((x) => x - 0.1 * slope(x), 0.2)],
];

test('Metropolis kernels leave the law of a double well, and accept and jump as quadrature says', async () => {
  const count = 20000;
  const start = drawn(count);
  for (const [kernel, exact] of kernels) {
    const { state, records } = await runAlgorithm(markovChain(well, kernel), start, 3, { key: key(17) });
    const last = records.logAcceptance.subarray(3 * count).map((value) => Math.min(1, Math.exp(value)));
    const measured = [
      [sampleMean(last), exact.acceptance],
      [sampleMean(records.squaredJump.subarray(3 * count)), exact.squaredJump],
      [sampleMean(state.paths.map((x) => Number(x < -1))), points.reduce((s, x, i) => s + (x < -1 ? masses[i] : 0), 0)],
      [sampleMean(records.potential.subarray(3 * count)), points.reduce((s, x, i) => s + energy(x) * masses[i], 0)],
    ] as const;
    measured.forEach(([{ value, standardError }, expected], i) => {
      // A grid point counts wholly to one side of −1: half a mass of at most 0.01.
      const bound = 4 * standardError + (i === 2 ? 0.006 : 1e-6);
      assert.ok(Math.abs(value - expected) < bound, `${kernel.name}, ${i}: ${value} ± ${standardError}, ${expected}`);
    });
  }
});

test('Metropolis kernels accept 0.236 and 0.753 of the proposals of N(0, I₁₀₀) at steps 0.238 and 0.2', async () => {
  // Accepted shares by a program that shares nothing with this library, to three digits.
  const law = gaussian({ signalLength: 100 });
  for (const [kernel, expected] of [
    [randomWalk({ deviation: 0.238 }), 0.236],
    [adjustedLangevin({ stepSize: 0.2 }), 0.753],
  ] as const) {
    const chain = markovChain(modelPotential(law), kernel);
    const { records } = await runAlgorithm(chain, law.sample(key(1), 2000), 1, { key: key(2) });
    const shares = records.logAcceptance.subarray(2000).map((value) => Math.min(1, Math.exp(value)));
    const { value, standardError } = sampleMean(shares);
    assert.ok(Math.abs(value - expected) < 4 * standardError + 0.0005, `${kernel.name}: ${value} ± ${standardError}`);
  }
});

test('a step is the same however chains are split, and the state carries U and ∇U of the new points', () => {
  const law = modelPotential(gaussian({ signalLength: 3 }));
  const start = gaussian({ signalLength: 3 }).sample(key(4), 6);
  for (const [{ call }] of kernels) {
    const kernel = perform(call);
    const whole = kernel.move(stateAt(kernel, law, start), law, { key: key(9), first: 0 }).state;
    const rest = ensemble(2, 3, start.data.slice(12));
    const part = kernel.move(stateAt(kernel, law, rest), law, { key: key(9), first: 4 }).state;
    assert.deepEqual([...part.paths.data], [...whole.paths.data.subarray(12)]);
    assert.deepEqual(whole, stateAt(kernel, law, whole.paths));
    assert.notDeepEqual([...whole.paths.data], [...start.data]);
  }
});

test('a potential that is not finite where a chain starts names the chain, and one where it went is refused', async () => {
  const box = potentialOfPaths({
    name: 'box',
    shape: [1],
    identity: 'box',
    evaluate(path, gradient) {
      gradient[0] = 0;
      return Math.abs(path[0]) < 1 ? 0 : path[0] > 0 ? Infinity : NaN;
    },
  });
  const chain = markovChain(box, randomWalk({ deviation: 2 }));
  await assert.rejects(
    runAlgorithm(chain, ensembleOf([[0], [2]]), 3),
    /^RangeError: random walk: potential expects finite values where chains start, got Infinity at path 1; start where box is finite$/,
  );
  const { state, records } = await runAlgorithm(chain, ensemble(300, 1), 20, { key: key(3) });
  assert.ok(state.paths.every((x) => Math.abs(x) < 1));
  assert.ok(records.logAcceptance.subarray(300).some((value) => value === -Infinity));
});

test('a chain whose potential falls to −∞ names chain and step', async () => {
  const well = potentialOfPaths({
    name: 'abyss',
    shape: [1],
    identity: 0,
    evaluate: ([x]) => (x > 0.5 ? -Infinity : 0),
  });
  await assert.rejects(
    runAlgorithm(markovChain(well, randomWalk({ deviation: 1 })), ensemble(4, 1), 50),
    /^RangeError: random walk: path \d has potential -Infinity after step \d+, expected a finite number/,
  );
});

test('settings out of range are one clear error', () => {
  for (const value of [0, -1, NaN, Infinity]) {
    assert.throws(() => randomWalk({ deviation: value }), /randomWalk: deviation expects a positive finite number/);
    assert.throws(() => adjustedLangevin({ stepSize: value }), /adjustedLangevin: stepSize expects a positive finite/);
  }
});
