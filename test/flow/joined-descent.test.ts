import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensemble, type Matrix, matrixOf } from '../../lib/array/index.js';
import { autocovariance, type Energy, scatteringMean, stylized } from '../../lib/energy/index.js';
import {
  descend,
  descendMeasured,
  type Flow,
  frozenSchedule,
  initialize,
  joinedDescent,
  meanFieldDescent,
  positive,
  regularDescent,
  singleTargetDescent,
  step,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { exponential, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose, assertSameBits } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { withWorkers } from '../environment.js';
import { eliminate } from '../linear-algebra/reference.js';
import { quartic } from './quartic.js';

const [pathCount, signalLength] = [6, 5];
const paths = noise(3, pathCount, signalLength);
const energies: Energy[] = [
  autocovariance({ signalLength }),
  stylized({ signalLength, squareLags: 2 }),
  quartic(signalLength),
];
const targetOf = (energy: Energy): number[] => Array.from({ length: energy.componentCount }, (_, k) => 0.3 + 0.1 * k);
const rowsFor = (energy: Energy): Matrix =>
  matrixOf(
    Array.from({ length: pathCount }, (_, n) => targetOf(energy).map((value, k) => value + 0.05 * Math.sin(n + k))),
  );

/** The step written out, path by path: x′ = x − c Jᵀ[(Φ̄ − ᾱ) + λ((Φ − αₙ) − (Φ̄ − ᾱ))]. */
function naiveStep(energy: Energy, x: Ensemble, targets: Matrix, c: number, share: number, size: number): Float64Array {
  const values = energy.values(x);
  const result: number[] = [];
  for (let n = 0; n < pathCount; n++) {
    const first = n - (n % size);
    const weights = Array.from({ length: energy.componentCount }, (_, k) => {
      let common = 0;
      for (let m = first; m < first + size; m++) common += (values.row(m)[k] - targets.row(m)[k]) / size;
      return c * (common + share * (values.row(n)[k] - targets.row(n)[k] - common));
    });
    const slope = energy.pullback(ensemble(1, signalLength, x.path(n).slice()), Float64Array.from(weights)).data;
    result.push(...x.path(n).map((value, i) => value - slope[i]));
  }
  return Float64Array.from(result);
}

/** ln|det| of one step of all paths, by central differences of every coordinate. */
function bruteForce(flow: Flow, x: Ensemble): number {
  const h = 1e-5;
  const columns = Array.from(x.data, (_, j) => {
    const [ahead, behind] = [h, -h].map((change) => {
      const shifted = x.data.slice();
      shifted[j] += change;
      return step(flow, initialize(flow, ensemble(x.pathCount, x.signalLength, shifted))).state.paths.data;
    });
    return Array.from(ahead, (value, i) => (value - behind[i]) / (2 * h));
  });
  return eliminate(columns).logAbs;
}

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);

for (const energy of energies) {
  const target = targetOf(energy);
  const same = matrixOf(paths.data.length ? Array.from({ length: pathCount }, () => target) : []);

  test(`${energy.name}: joined steps are those written out, and their determinants those of differences`, () => {
    for (const [ownShare, ensembleSize] of [
      [0, 3],
      [0.3, 6],
      [0.7, 2],
      [1, 3],
      [0.4, 1],
    ]) {
      const flow = joinedDescent(energy, target, { stepSize: 0.15, lossScale: 1.3, ownShare, ensembleSize });
      const state = initialize(flow, paths);
      assertClose(
        step(flow, state).state.paths.data,
        naiveStep(energy, paths, same, 0.15 / 1.3, ownShare, ensembleSize),
        1e-13,
      );
      const { logAbs, collapse, transport } = stepDeterminant(flow, state);
      assertClose(total(logAbs), bruteForce(flow, paths), 2e-8, `share ${ownShare}, ensembles of ${ensembleSize}`);
      assertClose(total(collapse) + total(transport), total(logAbs), 1e-12);
    }
  });

  test(`${energy.name}: single targets move each path to its own, with the determinant of differences`, () => {
    const targets = rowsFor(energy);
    const flow = singleTargetDescent(energy, targets, { stepSize: 0.15, lossScale: 1.3 });
    const state = initialize(flow, paths);
    assertClose(step(flow, state).state.paths.data, naiveStep(energy, paths, targets, 0.15 / 1.3, 1, 1), 1e-13);
    assertClose(total(stepDeterminant(flow, state).logAbs), bruteForce(flow, paths), 2e-8);
  });
}

test('the ends of the family are the mean-field and the regular descent', async () => {
  const energy = autocovariance({ signalLength: 32 });
  const target = [0.3, 1];
  const start = gaussian({ signalLength: 32 }).sample(key(4), 12);
  const options = { stepSize: 0.5, ensembleSize: 6 };
  const [none, all] = await Promise.all(
    [0, 1].map((ownShare) => descendMeasured(joinedDescent(energy, target, { ...options, ownShare }), start, 20, [])),
  );
  const meanField = await descendMeasured(meanFieldDescent(energy, target, options), start, 20, []);
  const regular = await descendMeasured(regularDescent(energy, target, { stepSize: 0.5 }), start, 20, []);
  assertClose(none.paths.data, meanField.paths.data, 1e-12);
  assertClose(none.entropyLoss.data, meanField.entropyLoss.data, 1e-10);
  assertClose(all.paths.data, regular.paths.data, 1e-12);
  assertClose(total(all.entropyLoss.row(20)) / 2, total(regular.entropyLoss.row(20)) / 12, 1e-10);
});

test('any number of workers gives the same bits, and records add up the steps', async () => {
  const energy = autocovariance({ signalLength: 32 });
  const start = gaussian({ signalLength: 32 }).sample(key(5), 12);
  const flows = [
    joinedDescent(energy, [0.3, 1], { stepSize: 0.5, ownShare: 0.4, ensembleSize: 6 }),
    singleTargetDescent(energy, matrixOf(Array.from({ length: 12 }, (_, n) => [0.2 + 0.01 * n, 1])), { stepSize: 0.5 }),
  ];
  for (const flow of flows) {
    const [one, three] = await Promise.all(
      [1, 3].map((count) => withWorkers(count, () => descendMeasured(flow, start, 4, []))),
    );
    assertSameBits(three.paths.data, one.paths.data);
    assertSameBits(three.entropyLoss.data, one.entropyLoss.data);
    let state = initialize(flow, start);
    let lost = 0;
    for (let t = 0; t < 4; t++) {
      lost -= total(stepDeterminant(flow, state).logAbs);
      ({ state } = step(flow, state));
    }
    assertClose(total(one.entropyLoss.row(4)) * one.ensembleSize, lost, 1e-9);
  }
});

test('paths kept on the positive axis have the determinant of the components that move', () => {
  const energy = autocovariance({ signalLength });
  const start = exponential({ signalLength }).sample(key(8), 4);
  const flow = joinedDescent(energy, [0.6, 1.1], {
    stepSize: 0.4,
    ownShare: 0.5,
    ensembleSize: 4,
    constraint: positive,
  });
  const { logAbs } = stepDeterminant(flow, initialize(flow, start));
  assertClose(total(logAbs), bruteForce(flow, start), 1e-7);
});

test('shares, targets and path counts out of range are refused, and energies whose Jacobians are estimated', async () => {
  const energy = autocovariance({ signalLength });
  assert.throws(
    () => joinedDescent(energy, [0, 1], { stepSize: 1, ownShare: 1.5 }),
    /ownShare expects a number from 0 to 1, got 1.5/,
  );
  assert.throws(
    () => singleTargetDescent(energy, matrixOf([[1]]), { stepSize: 1 }),
    /a row of 2 numbers for each path, got 1 x 1/,
  );
  assert.throws(
    () => singleTargetDescent(energy, matrixOf([[1, NaN]]), { stepSize: 1 }),
    /finite numbers, got NaN for path 0/,
  );
  const mixed = joinedDescent(energy, [0, 1], { stepSize: 0.1, ownShare: 0.5 });
  const pilot = await descend(mixed, paths, 1);
  assert.throws(() => frozenSchedule(pilot), /pilot expects paths that share their weights, got a joined descent/);
  const two = singleTargetDescent(
    energy,
    matrixOf([
      [0, 1],
      [0.1, 1],
    ]),
    { stepSize: 1 },
  );
  await assert.rejects(descend(two, paths, 1), /paths expect the number of their targets, 2, got 6/);
  const long = scatteringMean({ signalLength: 128 });
  const joined = joinedDescent(
    long,
    Array.from({ length: long.componentCount }, () => 0.5),
    { stepSize: 1, ownShare: 0.5 },
  );
  await assert.rejects(descendMeasured(joined, noise(1, 2, 128), 1, []), /joinedDescent: the loss of entropy/);
});
