import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf, matrix, matrixOf, vectorOf } from '../../lib/array/index.js';
import {
  blockGibbs,
  blockGibbsKernel,
  exactStatistics,
  freeEnergies,
  machineLikelihood,
  machineLogPartition,
  machineStatistics,
  restrictedMachine,
  scaledMachine,
} from '../../lib/lattice/index.js';
import { foldIn, key } from '../../lib/random/index.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { sampleMean } from '../statistics.js';
import { allStates, gibbs, total } from './brute-force.js';

const wide = restrictedMachine({
  visibleBias: [0.3, -0.6, 0.2, 0.9],
  hiddenBias: [-0.4, 0.5],
  weights: matrixOf([
    [1.2, -0.3],
    [0.4, 0.8],
    [-1.5, 0.1],
    [0.2, -0.7],
  ]),
});
const tall = restrictedMachine({
  visibleBias: wide.hiddenBias,
  hiddenBias: wide.visibleBias,
  weights: matrixOf([0, 1].map((j) => [0, 1, 2, 3].map((i) => wide.weights.row(i)[j]))),
});

/** All pairs of layers with −U by the definition. */
function pairsOf({ visibleBias, hiddenBias, weights }: typeof wide) {
  return allStates(visibleBias.length, [0, 1]).flatMap((v) =>
    allStates(hiddenBias.length, [0, 1]).map((h) => ({
      v,
      h,
      energy:
        -total(v.map((unit, i) => unit * (visibleBias[i] + total(h.map((one, j) => one * weights.row(i)[j]))))) -
        total(h.map((unit, j) => unit * hiddenBias[j])),
    })),
  );
}

for (const [name, machine] of [
  ['more visible units', wide],
  ['more hidden units', tall],
] as const) {
  test(`a machine with ${name}: ln Z, free energies and means are the sums over both layers`, () => {
    const pairs = pairsOf(machine);
    const { logPartition, mean } = gibbs(
      pairs.map(({ energy }) => energy),
      1,
    );
    assertClose(machineLogPartition(machine), logPartition, 1e-13);
    const states = allStates(machine.visibleCount, [0, 1]);
    const expected = states.map(
      (state) =>
        -Math.log(
          total(
            pairs.filter(({ v }) => v.every((unit, i) => unit === state[i])).map(({ energy }) => Math.exp(-energy)),
          ),
        ),
    );
    assertClose(freeEnergies(machine, ensembleOf(states)), expected, 1e-13);
    const { visibleBias, hiddenBias, weights } = exactStatistics(machine);
    for (let i = 0; i < machine.visibleCount; i++) {
      assertClose(visibleBias[i], mean(pairs.map(({ v }) => v[i])), 1e-13);
      for (let j = 0; j < machine.hiddenCount; j++) {
        assertClose(hiddenBias[j], mean(pairs.map(({ h }) => h[j])), 1e-13);
        assertClose(weights.row(i)[j], mean(pairs.map(({ v, h }) => v[i] * h[j])), 1e-13);
      }
    }
  });
}

test('the gradient of the likelihood is that of its values, by central differences, and data less machine', () => {
  const data = ensembleOf([
    [1, 0, 1, 1],
    [0, 0, 1, 0],
    [1, 1, 0, 1],
  ]);
  const { gradient } = machineLikelihood(wide, data);
  const parts = ['visibleBias', 'hiddenBias', 'weights'] as const;
  const [ofData, ofMachine] = [machineStatistics(wide, data), exactStatistics(wide)];
  for (const part of parts) {
    const entries = (from: typeof gradient) => (part === 'weights' ? from.weights.data : from[part]);
    entries(gradient).forEach((slope, at) => {
      const [above, below] = [1e-5, -1e-5].map((by) => {
        const moved = {
          visibleBias: wide.visibleBias.slice(),
          hiddenBias: wide.hiddenBias.slice(),
          weights: matrix(4, 2, wide.weights.data.slice()),
        };
        entries(moved)[at] += by;
        return machineLikelihood(restrictedMachine(moved), data).meanLogLikelihood;
      });
      assertClose(slope, (above - below) / 2e-5, 1e-9, `${part} ${at}`);
      assertClose(slope, entries(ofData)[at] - entries(ofMachine)[at], 1e-14);
    });
  }
});

test('statistics with shares are those of states that occur as often', () => {
  const [one, other] = [
    [1, 0, 1, 1],
    [0, 1, 1, 0],
  ];
  const shared = machineStatistics(wide, ensembleOf([one, other]), vectorOf([0.75, 0.25]));
  const repeated = machineStatistics(wide, ensembleOf([one, one, one, other]));
  assertClose(shared.visibleBias, repeated.visibleBias, 1e-15);
  assertClose(shared.hiddenBias, repeated.hiddenBias, 1e-15);
  assertClose(shared.weights.data, repeated.weights.data, 1e-15);
  assert.throws(
    () => machineStatistics(wide, ensembleOf([one, other]), vectorOf([1])),
    /shares expects .*2.*, got .*1/,
  );
});

test('at temperature factor 0 all states are alike', () => {
  assertClose(machineLogPartition(scaledMachine(wide, 0)), 6 * Math.LN2, 1e-14);
});

test('block Gibbs leaves the law of visible states alone: exact draws, moved once, have its probabilities', () => {
  const states = allStates(4, [0, 1]);
  const logPartition = machineLogPartition(wide);
  const masses = freeEnergies(wide, ensembleOf(states)).map((energy) => Math.exp(-energy - logPartition));
  const pathCount = 20_000;
  const start = ensemble(pathCount, 4);
  let state = 0;
  let below = masses[0];
  for (let n = 0; n < pathCount; n++) {
    while (below < (n + 0.5) / pathCount) below += masses[++state];
    start.path(n).set(states[state]);
  }
  const next = blockGibbsKernel(wide)(start, (n) => foldIn(key(6), n));
  const counts = masses.map(() => 0);
  for (let n = 0; n < pathCount; n++) counts[next.path(n).reduce((sum, unit, i) => sum + unit * 2 ** i, 0)]++;
  counts.forEach((count, s) => {
    const deviation = Math.sqrt(pathCount * masses[s] * (1 - masses[s]));
    assert.ok(Math.abs(count - pathCount * masses[s]) < 4.5 * deviation + 1, `state ${s}: ${count}`);
  });
});

test('block Gibbs comes to the exact means, with the same bits for any number of workers', async () => {
  const start = ensemble(3000, 4);
  const run = () => runAlgorithm(blockGibbs(wide, { sweepsPerStep: 5 }), start, 4, { key: key(7) });
  const [one, two] = [await withWorkers(1, run), await withWorkers(2, run)];
  assertSameBits(two.state.paths, one.state.paths);
  const { visibleBias } = exactStatistics(wide);
  visibleBias.forEach((mean, i) => {
    assertWithin(sampleMean(one.state.paths.filter((_, at) => at % 4 === i)), mean, 4, `unit ${i}`);
  });
  assertSameBits(
    one.records.freeEnergy.subarray(4 * 3000),
    freeEnergies(wide, ensemble(3000, 4, one.state.paths.slice())),
  );
});

test('what is out of range is refused by name', async () => {
  const options = { visibleBias: [0, 0], hiddenBias: [0], weights: matrixOf([[1], [2]]) };
  assert.throws(
    () => restrictedMachine({ ...options, hiddenBias: [0, 1] }),
    /restrictedMachine: weights expects a row for each of 2 visible biases and a column for each of 2 hidden ones, at least one of each, got 2 x 1/,
  );
  assert.throws(
    () => restrictedMachine({ ...options, visibleBias: [0, NaN] }),
    /visibleBias expects finite numbers, got NaN at index 1/,
  );
  const machine = restrictedMachine(options);
  assert.throws(
    () => freeEnergies(machine, ensembleOf([[0, 2]])),
    /freeEnergies: states expects units 0 or 1, got 2 at unit 1 of state 0/,
  );
  assert.throws(
    () => freeEnergies(machine, ensembleOf([[0]])),
    /states expects at least one state of 2 units, got 1 of 1/,
  );
  assert.throws(() => machineStatistics(machine, ensemble(0, 2)), /expects at least one state of 2 units, got 0 of 2/);
  const weights = matrix(1, 1);
  const kept = restrictedMachine({ visibleBias: [0], hiddenBias: [0], weights });
  weights.data[0] = 9;
  assertClose(machineLogPartition(kept), Math.log(4), 1e-15);
  const large = restrictedMachine({
    visibleBias: new Float64Array(21),
    hiddenBias: new Float64Array(22),
    weights: matrix(21, 22),
  });
  assert.throws(
    () => machineLogPartition(large),
    /machineLogPartition: smaller layer expects at most 20 units for an enumeration, got 21/,
  );
  assert.throws(
    () => blockGibbs(machine, { sweepsPerStep: 1.5 }),
    /blockGibbs: sweepsPerStep expects a whole number from 1/,
  );
  await assert.rejects(
    async () => runAlgorithm(blockGibbs(machine), ensembleOf([[1, -1]]), 1),
    /paths expects units 0 or 1, got -1/,
  );
});
