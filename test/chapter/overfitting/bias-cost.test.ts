import assert from 'node:assert/strict';
import { test } from 'node:test';
import { biasCost } from '../../../lib/chapter/overfitting/index.js';

/** Kullback-Leibler divergence of an AR(1) model of coefficient ψ and variance v from that of φ and variance 1, from the densities. */
function divergence(psi: number, v: number, phi: number, d: number): number {
  // tr(P₀Σ) with P₀ the inverse covariance: tridiagonal, ends 1, inner 1 + φ², beside them −φ, over 1 − φ².
  const trace = (v * (2 + (d - 2) * (1 + phi * phi) - 2 * (d - 1) * phi * psi)) / (1 - phi * phi);
  const logDeterminants = d * Math.log(v) + (d - 1) * Math.log((1 - psi * psi) / (1 - phi * phi));
  return (trace - d - logDeterminants) / 2;
}

test('the cost of a small error is the divergence of the AR(1) model that has the wrong energies, to first order in 1/d', () => {
  for (const [phi, atOne, atZero] of [
    [0.1, 0.002, 0.003],
    [0.1, -0.003, 0.001],
    [0.6, 0.001, -0.002],
  ] as const) {
    const relative = [512, 4096].map((d) => {
      // The mean energies are (1 − 1/d) vψ and v.
      const v = 1 + atZero;
      const psi = (phi + (atOne * d) / (d - 1)) / v;
      const exact = divergence(psi, v, phi, d);
      return biasCost([atOne, atZero], { coefficient: phi, signalLength: d }) / exact - 1;
    });
    // What is left at long paths is of the third order of the error.
    assert.ok(Math.abs(relative[1]) < 0.02, `${relative}`);
    assert.ok(Math.abs(relative[0]) < 0.03, `${relative}`);
  }
});
