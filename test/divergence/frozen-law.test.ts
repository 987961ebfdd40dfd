import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frozenLaw } from '../../lib/divergence/index.js';
import { autocovariance, stylized } from '../../lib/energy/index.js';
import { positive, schedule } from '../../lib/flow/index.js';
import { ar, exponential, gaussian } from '../../lib/model/index.js';
import { assertClose } from '../closeness.js';

test('two values: the law is that of their sum and difference, each multiplied by its own factor', () => {
  const energy = autocovariance({ signalLength: 2 });
  const { variances, divergence } = frozenLaw(ar([0.4], { signalLength: 2 }))(
    schedule(energy, [
      [0.3, 0.2],
      [0.1, -0.4],
    ]),
  );
  // Φ = (x₁x₂, x₁² + x₂²)/2: along (1, ±1)/√2 a step multiplies by 1 − w₂ ∓ w₁/2.
  const along = (sign: number) => ((1 - 0.2 - sign * 0.15) * (1 + 0.4 - sign * 0.05)) ** 2;
  const [plus, minus] = [along(1), along(-1)];
  assertClose(variances.row(2), [plus, minus], 1e-13);
  // The truth has variances 1 ± 0.4 in the same directions.
  const term = (variance: number, truth: number) => 0.5 * (variance / truth - 1 - Math.log(variance / truth));
  assertClose(divergence[2], term(plus, 1.4) + term(minus, 0.6), 1e-12);
  assertClose(divergence[0], term(1, 1.4) + term(1, 0.6), 1e-12);
});

test('schedules of other energies, of other lengths and under a constraint are refused', () => {
  const law = frozenLaw(gaussian({ signalLength: 32 }));
  const refusal =
    /^RangeError: frozenLaw: schedule expects one of the autocovariance of eq. \(5\) for paths of length 32/;
  assert.throws(() => law(schedule(stylized({ signalLength: 32 }), [new Array(22).fill(0)])), refusal);
  assert.throws(() => law(schedule(autocovariance({ signalLength: 33 }), [[0, 0]])), refusal);
  assert.throws(() => law(schedule(autocovariance({ signalLength: 32 }), [[0, 0]], { constraint: positive })), refusal);
  const other = autocovariance({ signalLength: 32, firstSquare: 2 });
  assert.throws(() => law(schedule(other, [[0, 0]])), /"firstSquare":2/);
  assert.throws(() => frozenLaw(exponential({ signalLength: 8 })), /frozenLaw: truth expects a Gaussian law of mean 0/);
});
