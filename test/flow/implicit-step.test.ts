import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensemble } from '../../lib/array/index.js';
import { autocovariance, type Energy, stylized } from '../../lib/energy/index.js';
import { descendFrozen, implicitStep } from '../../lib/flow/index.js';
import { assertClose } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { eliminate } from '../linear-algebra/reference.js';
import { quartic } from './quartic.js';

function meanOf(energy: Energy, paths: Ensemble): number[] {
  const rows = energy.values(paths);
  return energy.labels.map((_, k) => {
    let sum = 0;
    for (let n = 0; n < rows.rowCount; n++) sum += rows.row(n)[k] / rows.rowCount;
    return sum;
  });
}

const cases: Record<string, { energy: Energy; target: number[] }> = {
  autocovariance: { energy: autocovariance({ signalLength: 20 }), target: [0.2, 1.1] },
  'stylized features': { energy: stylized({ signalLength: 20, squareLags: 3 }), target: [1, 0.1, 1.2, 1.1, 1] },
  'a dense Hessian': { energy: quartic(20), target: [0.75, 0.55] },
};

for (const [name, { energy, target }] of Object.entries(cases)) {
  test(`${name}: paths arrive on the target, each by the gradients at its end, and the explicit step takes them back`, async () => {
    const start = noise(1, 12, 20);
    const { paths, weights, inverse } = implicitStep(energy, target, start);
    assertClose(meanOf(energy, paths), target, 1e-9);
    const pulled = energy.pullback(paths, weights).data;
    assertClose(
      paths.data.map((value, i) => value + pulled[i]),
      start.data,
      1e-11,
    );
    assertClose((await descendFrozen(inverse, paths)).paths.data, start.data, 1e-11);
  });

  test(`${name}: a step of finite length ends where the weights are its length times the distance`, () => {
    const { paths, weights } = implicitStep(energy, target, noise(2, 12, 20), { length: 2 });
    assertClose(
      meanOf(energy, paths).map((value, k) => 2 * (value - target[k])),
      weights,
      1e-8,
    );
  });

  test(`${name}: a path's log-determinant is that of its way at given weights`, () => {
    const start = noise(1, 12, 20);
    const { weights, logDeterminants, paths } = implicitStep(energy, target, start);
    // The way back is explicit: differences of x + Jᵀ(x)w give its Jacobian.
    const x = paths.path(2);
    const back = (at: Float64Array): number[] => {
      const pulled = energy.pullback(ensemble(1, 20, at), weights).data;
      return Array.from(at, (value, i) => value + pulled[i]);
    };
    const columns = Array.from(x, (_, j) => {
      const [ahead, behind] = [1e-5, -1e-5].map((h) => back(x.map((value, i) => (i === j ? value + h : value))));
      return ahead.map((value, i) => (value - behind[i]) / 2e-5);
    });
    assertClose(logDeterminants[2], -eliminate(columns).logAbs, 1e-6);
  });
}

test('towards AR(0.1) the weights are those of the spectrum with p = 2', () => {
  // Coefficients of the reference exponential-spectrum, d = 1024, lags 1 and 0: S = (1 − λ·a/2)⁻², while the step makes
  // (1 + 2w·a/d)⁻²; d = 256 changes them by less than the paths' noise.
  const d = 256;
  const { weights, iterations } = implicitStep(autocovariance({ signalLength: d }), [0.1, 1], noise(4, 400, d));
  const lambda = weights.map((weight) => (-4 * weight) / d);
  // Mean energies of 400 paths scatter by (2/(d · 400))^½.
  assertClose(lambda, [0.201513246451249, -0.0151324645124871], 4 * 2 * Math.sqrt(2 / (d * 400)));
  assert.ok(iterations <= 8);
});

test('what has no solution and arguments out of range are one clear error', () => {
  const energy = autocovariance({ signalLength: 20 });
  assert.throws(
    () => implicitStep(energy, [1.5, 1], noise(1, 6, 20)),
    /implicitStep: Newton's method stops at a distance/,
  );
  assert.throws(() => implicitStep(energy, [1], noise(1, 6, 20)), /target expects 2 entries/);
  assert.throws(
    () => implicitStep(energy, [1, NaN], noise(1, 6, 20)),
    /target expects finite numbers, got NaN for lag 0/,
  );
  assert.throws(
    () => implicitStep(energy, [0.1, 1], noise(1, 6, 40)),
    /implicitStep: paths expect shape .*20.*, got .*40/,
  );
  const nearby = (options: object) => () => implicitStep(energy, [0.1, 1], noise(1, 6, 20), options);
  assert.throws(nearby({ tolerance: NaN }), /tolerance expects a positive number, got NaN/);
  assert.throws(nearby({ iterations: 1.5 }), /iterations expects a whole number/);
  assert.throws(
    () => implicitStep(energy, [0.1, 1], noise(1, 6, 20), { length: 0 }),
    /length expects a positive number/,
  );
});
