import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { squaredNorm, stylized } from '../../lib/energy/index.js';
import { initialize, meanFieldDescent, stepDeterminant, stepSpectrum } from '../../lib/flow/index.js';
import { assertClose, flat } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { fixture } from '../support.js';
import { referenceFlows } from './reference-flows.js';

for (const name of [
  'flow-acf-eq5-d64',
  'flow-acf-eq5-large-step-d32',
  'flow-projected-acf-eq5-d64',
  'flow-stylized-d64',
  'flow-stylized-large-step-d64',
] as const) {
  test(`extremal eigenvalues and traces of powers agree with dense eigenvalues: ${name}`, () => {
    const reference = fixture(name);
    const { input, expected, tolerance } = reference;
    const flows = referenceFlows(reference);
    for (const label of ['mgdm', 'mf'] as const) {
      const flow = flows[label];
      const spectra = stepSpectrum(flow, initialize(flow, ensembleOf(input.x)));
      const close = (got: number[], value: unknown, { abs, rel }: { abs: number; rel: number }, what: string): void => {
        assertClose(got, flat(value), abs + rel * Math.max(...flat(value).map(Math.abs)), `${label} ${what}`);
      };
      close(
        spectra.map((s) => s.smallest),
        expected[label].eig_min,
        tolerance.eig,
        'smallest',
      );
      close(
        spectra.map((s) => s.largest),
        expected[label].eig_max,
        tolerance.eig,
        'largest',
      );
      close(
        spectra.flatMap((s) => [...s.tracePowers]),
        expected[label].trace_powers,
        tolerance.trace_powers,
        'traces',
      );
    }
  });
}

test('for Φ = ‖x‖² the eigenvalues are 2cΔ, N d − 1 times, and 2cΔ + 4cΦ̄', () => {
  const [d, count, alpha] = [7, 4, 20];
  const flow = meanFieldDescent(squaredNorm({ signalLength: d }), [alpha], { stepSize: 2 });
  const paths = noise(1, count, d);
  const mean = paths.data.reduce((sum, value) => sum + value * value, 0) / count;
  const c = 2 / alpha ** 2;
  const [many, one] = [2 * c * (mean - alpha), 2 * c * (mean - alpha) + 4 * c * mean];
  const [{ smallest, largest, tracePowers }] = stepSpectrum(flow, initialize(flow, paths));
  assertClose([smallest, largest], [many, one], 1e-12);
  assertClose(
    tracePowers,
    [1, 2, 3, 4, 5, 6, 7, 8].map((p) => (count * d - 1) * many ** p + one ** p),
    1e-12,
  );
});

test('where all eigenvalues are small the power series of the traces gives the log-determinant', () => {
  const flow = meanFieldDescent(stylized({ signalLength: 30 }), new Array(22).fill(0.8), {
    stepSize: 0.1,
    ensembleSize: 2,
  });
  const state = initialize(flow, noise(2, 6, 30));
  const { logAbs } = stepDeterminant(flow, state);
  stepSpectrum(flow, state).forEach(({ smallest, largest, tracePowers }, e) => {
    const reach = Math.max(-smallest, largest);
    assert.ok(reach < 0.2, `largest eigenvalue ${reach}`);
    const series = -tracePowers.reduce((sum, trace, p) => sum + trace / (p + 1), 0);
    // What is left out after the eighth power, for 60 eigenvalues at most of this size.
    assertClose(logAbs[e], series, (60 * reach ** 9) / 9 / (1 - reach) + 1e-13);
  });
});
