import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { autocovariance, scatteringMean, scatteringSpectra } from '../../lib/energy/index.js';
import {
  bandedJacobian,
  chosenJacobian,
  denseJacobian,
  initialize,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
  stepDeterminant,
  stochasticJacobian,
} from '../../lib/flow/index.js';
import { foldIn, key } from '../../lib/random/index.js';
import { assertClose, assertSameBits, flat } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { fixture } from '../support.js';
import { quartic } from './quartic.js';
import { randomStep } from './random-steps.js';

test('over 200 random steps the dense value lies within two stated standard errors, 93 to 99 times in a hundred', () => {
  const distances: number[] = [];
  const errors: number[] = [];
  let exact = 0;
  for (let i = 0; i < 200; i++) {
    const { name, flow, paths } = randomStep(i);
    const state = initialize(flow, paths);
    const dense = stepDeterminant(flow, state, flow.energy.bandedHessian ? bandedJacobian : denseJacobian).logAbs[0];
    // Goals from strict to loose: the loosest leaves large eigenvalues to single probes.
    for (const probeGoal of [0.1, 0.3, 1]) {
      const probeKey = foldIn(foldIn(key(7), i), Math.round(10 * probeGoal));
      const { logAbs, standardErrors } = stepDeterminant(flow, state, stochasticJacobian({ probeKey, probeGoal }));
      const [difference, stated] = [Math.abs(logAbs[0] - dense), standardErrors[0]];
      errors.push(stated);
      if (stated > 1e-4) distances.push(difference / stated);
      else {
        exact++;
        // Products in single precision are right to 1e-5, and a determinant near zero magnifies that.
        assert.ok(difference <= 1e-4 * (1 + Math.abs(dense)), `${name}: got ${logAbs[0]}, expected ${dense}`);
      }
    }
  }
  errors.sort((a, b) => a - b);
  assert.ok(errors[300] > 0.01, `half of the standard errors are below ${errors[300]}`);
  assert.ok(exact < 100, `${exact} of 600 estimates are exact`);
  const within = (count: number): number => distances.filter((distance) => distance <= count).length / distances.length;
  assert.ok(within(2) >= 0.93 && within(2) <= 0.99, `${within(2)} within two standard errors`);
  // A normal law has 0.68 within one and 0.997 within three.
  assert.ok(within(1) >= 0.6 && within(1) <= 0.8, `${within(1)} within one standard error`);
  assert.ok(within(3) >= 0.98, `${within(3)} within three standard errors`);
});

test('sums over many steps stay true: errors of single steps have mean zero', () => {
  const [signalLength, steps] = [128, 120];
  const flow = meanFieldDescent(autocovariance({ signalLength }), [0.4, 1], { stepSize: 2, ensembleSize: 2 });
  const lone = regularDescent(autocovariance({ signalLength }), [0.4, 1], { stepSize: 2 });
  for (const each of [flow, lone]) {
    let state = initialize(each, noise(3, 8, signalLength));
    let [difference, variance] = [0, 0];
    for (let t = 0; t < steps; t++) {
      const exact = stepDeterminant(each, state, bandedJacobian);
      const { logAbs, standardErrors } = stepDeterminant(each, state, stochasticJacobian({ probeGoal: 0.5 }));
      logAbs.forEach((value, e) => {
        difference += value - exact.logAbs[e];
      });
      standardErrors.forEach((error) => {
        variance += error * error;
      });
      state = step(each, state).state;
    }
    assert.ok(variance > 0.05, `variance ${variance}`);
    assert.ok(Math.abs(difference) < 3 * Math.sqrt(variance), `${each.name}: ${difference} ± ${Math.sqrt(variance)}`);
  }
});

test('the probes of a step depend on their key, the step and the path: another of these gives another estimate', () => {
  const flow = regularDescent(scatteringMean({ signalLength: 128 }), new Array(28).fill(0.1), { stepSize: 1 });
  const paths = ensembleOf([noise(1, 1, 128).path(0), noise(1, 1, 128).path(0)]);
  const state = initialize(flow, paths);
  const estimate = (probeKey = key(1), stepNumber = 0): Float64Array =>
    stepDeterminant(flow, { ...state, stepNumber }, stochasticJacobian({ probeKey, probeGoal: 1 })).logAbs;
  const first = estimate();
  assertSameBits(estimate(), first);
  assert.notEqual(first[0], first[1]);
  assert.notEqual(estimate(key(2))[0], first[0]);
  assert.notEqual(estimate(key(1), 1)[0], first[0]);
});

test('of lone paths the whole step is estimated, its parts when asked for; of coupled paths both parts are', () => {
  const energy = scatteringMean({ signalLength: 128 });
  const [target, paths] = [new Array(28).fill(0.1), noise(2, 8, 128)];
  const lone = regularDescent(energy, target, { stepSize: 1 });
  const alone = stepDeterminant(lone, initialize(lone, paths));
  assert.ok([...alone.transport, ...alone.collapse, ...alone.sign].every(Number.isNaN));
  assert.ok(alone.standardErrors.every((error) => error > 0));
  const large = regularDescent(energy, target, { stepSize: 2 });
  const exact = stepDeterminant(large, initialize(large, paths), denseJacobian);
  const parts = stepDeterminant(
    large,
    initialize(large, paths),
    stochasticJacobian({ probeParts: true, probeGoal: 0.1 }),
  );
  assert.ok(parts.standardErrors.every((error) => error > 0) && exact.collapse.every((value) => value < -0.12));
  assertClose(parts.transport, exact.transport, 0.3, 'transport of lone paths');
  assertClose(parts.collapse, exact.collapse, 0.04, 'collapse of lone paths');
  assertClose(
    parts.logAbs,
    parts.transport.map((value, n) => value + parts.collapse[n]),
    1e-12,
  );
  const coupled = meanFieldDescent(energy, target, { stepSize: 1 });
  const state = initialize(coupled, paths);
  const [got, dense] = [stepDeterminant(coupled, state), stepDeterminant(coupled, state, denseJacobian)];
  assert.ok(got.standardErrors[0] > 0 && Number.isNaN(got.sign[0]));
  assertClose(got.logAbs[0], got.collapse[0] + got.transport.reduce((sum, value) => sum + value, 0), 1e-12);
  assertClose(got.transport, dense.transport, 0.3, 'transport');
  assertClose(got.collapse[0] / dense.collapse[0], 1, 0.2, 'collapse');
});

test('what the energy allows is exact: banded Hessians, and paths of 64 values at the most', () => {
  for (const energy of [
    autocovariance({ signalLength: 200 }),
    scatteringMean({ signalLength: 64, firstScales: 3 }),
    quartic(40),
  ]) {
    const flow = regularDescent(energy, new Array(energy.componentCount).fill(0.5), { stepSize: 1 });
    const state = initialize(flow, noise(4, 3, energy.signalLength));
    const [chosen, dense] = [stepDeterminant(flow, state), stepDeterminant(flow, state, denseJacobian)];
    assertClose(chosen.logAbs, dense.logAbs, 1e-9, energy.name);
    assertSameBits(chosen.sign, dense.sign, energy.name);
    assert.ok(chosen.standardErrors.every((error) => error === 0));
  }
});

for (const name of [
  'flow-scatmean-d64',
  'flow-scatspectra-d64',
  'flow-scatspectra-large-step-d64',
  'flow-projected-scatmean-d64',
  'flow-projected-scatspectra-d64',
] as const) {
  test(`steps agree with automatic differentiation, by products as by dense blocks: ${name}`, () => {
    const { params, input, expected, tolerance } = fixture(name);
    const energy =
      params.energy === 'scatmean'
        ? scatteringMean({ signalLength: params.d })
        : scatteringSpectra({ signalLength: params.d, scales: params.J, sigma2: input.sigma2 });
    const options = { stepSize: params.gamma, constraint: params.project ? positive : undefined };
    const flows = {
      mgdm: regularDescent(energy, input.alpha, options),
      mf: meanFieldDescent(energy, input.alpha, options),
    };
    for (const label of ['mgdm', 'mf'] as const) {
      const flow = flows[label];
      const state = initialize(flow, ensembleOf(input.x));
      const values = flat(expected[label].logabsdet);
      const { abs, rel } = tolerance.logabsdet;
      assertClose(
        stepDeterminant(flow, state, chosenJacobian()).logAbs,
        values,
        abs + rel * Math.max(...values.map(Math.abs)),
        label,
      );
      const { logAbs, standardErrors } = stepDeterminant(flow, state, stochasticJacobian());
      values.forEach((value, e) => {
        assertClose(logAbs[e], value, 4 * standardErrors[e] + 1e-6 * (1 + Math.abs(value)), `${label}, by products`);
      });
    }
  });
}

test('a path whose every value is kept has determinant 1', () => {
  const bound = { name: 'nothing', admits: () => false };
  const flow = meanFieldDescent(scatteringMean({ signalLength: 128 }), new Array(28).fill(0.1), {
    stepSize: 1,
    constraint: bound,
  });
  const state = initialize(flow, ensemble(2, 128, noise(5, 2, 128).data));
  assertClose(stepDeterminant(flow, state).logAbs, [0], 0);
});
