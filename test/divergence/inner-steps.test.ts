import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensemble, matrix, vectorOf } from '../../lib/array/index.js';
import {
  alongModes,
  arLogDensity,
  autocovarianceModes,
  energyAlongModes,
  innerStep,
} from '../../lib/divergence/index.js';
import { autocovariance } from '../../lib/energy/index.js';
import { initialize, meanFieldDescent, step, stepDeterminant } from '../../lib/flow/index.js';
import { factoriseDense } from '../../lib/linear-algebra/index.js';
import { ar, gaussian } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

const length = 9;
const energy = autocovariance({ signalLength: length });
const target = [0.4, 1.2];
const paths = gaussian({ signalLength: length }).sample(key(3), 4);

test('along the modes energies and likelihoods are those of the paths, and the way back is the same', () => {
  const along = alongModes(paths);
  assertClose(alongModes(along).data, paths.data, 1e-14);
  const modes = autocovarianceModes(length);
  const values = energy.values(paths);
  const logDensities = ar([0.7], { signalLength: length }).logDensity(paths);
  for (let n = 0; n < 4; n++) {
    assertClose(energyAlongModes(modes, along.path(n)), values.row(n), 1e-14);
    assertClose(arLogDensity(modes, 0.7, along.path(n)), logDensities[n], 1e-12);
  }
});

test('one inner step is eq. (6), with its determinant', () => {
  const innerStepSize = 3;
  const stepSize = 0.2;
  const flow = meanFieldDescent(energy, target, { stepSize: stepSize * innerStepSize, lossScale: 1 });
  const state = initialize(flow, paths);
  const { paths: moved, logAbs } = innerStep(alongModes(paths), { target, stepSize, innerStepSize, innerStepCount: 1 });
  assertClose(alongModes(moved).data, step(flow, state).state.paths.data, 1e-13);
  assertClose(logAbs, stepDeterminant(flow, state).logAbs[0], 1e-12);
});

/** The step as the paper writes it, by pullbacks of the library's energy. */
function written(x: Ensemble, stepSize: number, lambda: number, count: number): Ensemble {
  const start = energy.values(x);
  const move = [0, 1].map(
    (k) => -stepSize * (Array.from({ length: 4 }, (_, n) => start.row(n)[k]).reduce((a, b) => a + b) / 4 - target[k]),
  );
  let xi = x;
  for (let tau = 0; tau < count; tau++) {
    const values = energy.values(xi);
    const weights = matrix(4, 2, vectorOf(values.data.map((value, i) => value - start.data[i] - move[i % 2])));
    const slope = energy.pullback(xi, weights).data;
    xi = ensemble(
      4,
      length,
      xi.data.map((value, i) => value - lambda * slope[i]),
    );
  }
  return xi;
}

test('several inner steps are those of section 4, with the determinant of the whole coupled map by differences', () => {
  for (const innerStepCount of [2, 3, 5]) {
    const [stepSize, innerStepSize] = [0.3, 1.1];
    const {
      paths: moved,
      logAbs,
      shared,
    } = innerStep(alongModes(paths), { target, stepSize, innerStepSize, innerStepCount });
    assertClose(alongModes(moved).data, written(paths, stepSize, innerStepSize, innerStepCount).data, 1e-13);
    const order = 4 * length;
    const jacobian = matrix(order, order);
    for (let j = 0; j < order; j++) {
      const [up, down] = [1e-5, -1e-5].map(
        (by) =>
          written(
            ensemble(
              4,
              length,
              paths.data.map((value, i) => (i === j ? value + by : value)),
            ),
            stepSize,
            innerStepSize,
            innerStepCount,
          ).data,
      );
      for (let i = 0; i < order; i++) jacobian.row(i)[j] = (up[i] - down[i]) / 2e-5;
    }
    assertClose(logAbs, factoriseDense(jacobian).logDeterminant.logAbs, 1e-7, `${innerStepCount} inner steps`);
    assert.ok(Math.abs(shared) > 1e-3, 'the coupling counts in this test');
  }
});

test('arguments out of range are refused', () => {
  const options = { target, stepSize: 0.1, innerStepSize: 1, innerStepCount: 1 };
  assert.throws(() => innerStep(paths, { ...options, stepSize: 0 }), /stepSize expects a positive finite number/);
  assert.throws(() => innerStep(paths, { ...options, innerStepSize: NaN }), /innerStepSize expects/);
  assert.throws(() => innerStep(paths, { ...options, innerStepCount: 0 }), /innerStepCount expects a whole number/);
});
