import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autocovariance, type Energy, stylized } from '../../lib/energy/index.js';
import {
  bandedJacobian,
  descend,
  descendMeasured,
  type Flow,
  initialize,
  type MeasuredDescent,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { ar, gaussian, logDensityOf } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { withVariable } from '../environment.js';

const d = 64;
const pathCount = 12;
const stepCount = 6;
const truth = ar([0.1], { signalLength: d });
const density = logDensityOf(truth);
const paths = gaussian({ signalLength: d }).sample(key(3), pathCount);

const energies: Energy[] = [autocovariance({ signalLength: d }), stylized({ signalLength: d })];

/** Towards the energies of noise of a little more variance; components in the order of each energy. */
function flowsOf(energy: Energy, stepSize: number): Flow[] {
  const target = energy.labels.map((label) => (label === 'lag 1' ? 0.1 : 1.1));
  return [
    regularDescent(energy, target, { stepSize }),
    meanFieldDescent(energy, target, { stepSize, ensembleSize: 4 }),
  ];
}

/** All numbers of a measured descent, by name. */
function numbersOf(descent: MeasuredDescent): Record<string, Float64Array> {
  const { losses, meanEnergies, energyVariances, transportLoss, collapseLoss, observations } = descent;
  return {
    losses,
    meanEnergies: meanEnergies.data,
    energyVariances: energyVariances.data,
    transportLoss: transportLoss.data,
    collapseLoss: collapseLoss.data,
    density: observations[0].data,
    paths: descent.paths.data,
  };
}

function assertClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(got.length, expected.length);
  for (let i = 0; i < got.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(got[i] - expected[i]) <= allowed, `${what} ${i}: ${got[i]} against ${expected[i]}`);
  }
}

for (const energy of energies) {
  test(`${energy.name}: sampling and measuring give the same bits on 1, 2 and 3 workers, with and without SIMD`, async () => {
    for (const flow of flowsOf(energy, 2)) {
      const run = (workers: string, simd: string): Promise<Record<string, Float64Array>> =>
        withVariable('MICROCANON_WORKERS', workers, () =>
          withVariable('MICROCANON_SIMD', simd, async () =>
            numbersOf(await descendMeasured(flow, paths, stepCount, [density])),
          ),
        );
      const reference = await run('1', 'on');
      assert.ok(Object.values(reference).every((values) => values.every(Number.isFinite)));
      for (const [workers, simd] of [
        ['2', 'on'],
        ['3', 'on'],
        ['1', 'off'],
        ['3', 'off'],
      ]) {
        assert.deepEqual(await run(workers, simd), reference, `${flow.name}, ${workers} workers, SIMD ${simd}`);
      }
      const sampled = await withVariable('MICROCANON_WORKERS', '3', () => descend(flow, paths, stepCount));
      assert.deepEqual(sampled.paths.data, reference.paths);
      assert.deepEqual(sampled.losses, reference.losses);
    }
  });

  // Both steps differ from the plain energy by the order of sums alone; a step of 2 lets rounding grow a little.
  test(`${energy.name}: the compiled descent follows the plain energy's steps and exact determinants`, async () => {
    for (const flow of flowsOf(energy, 2)) {
      const measured = await descendMeasured(flow, paths, stepCount, [density]);
      const size = measured.ensembleSize;
      let state = initialize(flow, paths);
      const transport = new Float64Array(measured.ensembleCount);
      const collapse = new Float64Array(measured.ensembleCount);
      for (let t = 1; t <= stepCount; t++) {
        const determinant = stepDeterminant(flow, state, bandedJacobian);
        determinant.transport.forEach((value, n) => {
          transport[Math.floor(n / size)] -= value / size;
        });
        determinant.collapse.forEach((value, e) => {
          collapse[e] -= value / size;
        });
        state = step(flow, state).state;
        assertClose(measured.transportLoss.row(t), transport, 1e-12, `transport after step ${t}, ensemble`);
        assertClose(measured.collapseLoss.row(t), collapse, 1e-12, `collapse after step ${t}, ensemble`);
      }
      assertClose(measured.paths.data, state.paths.data, 1e-12, 'entry');
      const mean = energy.labels.map(
        (_, k) =>
          state.energies.data.reduce((sum, value, i) => sum + (i % energy.componentCount === k ? value : 0), 0) /
          pathCount,
      );
      assertClose(measured.meanEnergies.row(stepCount), mean, 1e-12, 'mean energy');
    }
  });

  test(`${energy.name}: steps so large that the determinant changes sign are measured as the plain pass measures them`, () => {
    for (const flow of flowsOf(energy, 40)) {
      const state = initialize(flow, paths);
      const [plain, compiled] = [stepDeterminant(flow, state, bandedJacobian), stepDeterminant(flow, state)];
      assert.deepEqual(compiled.sign, plain.sign);
      // Elimination by pivots from 1e-4 of the diagonal on loses up to four of sixteen digits.
      assertClose(compiled.logAbs, plain.logAbs, 1e-11, 'determinant');
    }
    const hit = flowsOf(energy, 4000).map((flow) => stepDeterminant(flow, initialize(flow, paths)).sign);
    assert.ok(
      hit.some((signs) => signs.some((sign) => sign < 0)),
      'no step of this test is indefinite',
    );
  });
}

test('a descent on the positive axis leaves the kernels aside and measures the components that move', async () => {
  const positivePaths = gaussian({ signalLength: d, mean: 1 }).sample(key(4), 4);
  positivePaths.data.forEach((value, i) => {
    positivePaths.data[i] = Math.abs(value);
  });
  const flow = meanFieldDescent(energies[0], [1, 0.8], { stepSize: 20, constraint: positive });
  const measured = await descendMeasured(flow, positivePaths, 1, [density]);
  const first = stepDeterminant(flow, initialize(flow, positivePaths), bandedJacobian);
  const transport = first.transport.reduce((sum, value) => sum - value / 4, 0);
  assertClose(measured.transportLoss.row(1), [transport], 1e-13, 'transport');
  assert.ok(measured.paths.data.every((value) => value > 0));
  assert.ok(
    measured.paths.data.some((value, i) => value === positivePaths.data[i]),
    'no component was kept',
  );
});
