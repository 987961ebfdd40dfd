import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circleError, langevinCircleError } from '../../../lib/chapter/gradient-flows/index.js';
import { implicitQuantiles } from '../../../lib/transport/index.js';
import { assertClose } from '../../closeness.js';

test('laws of Langevin steps on the circle are wrong by what an independent program finds, in order 1', () => {
  const [coarse, fine] = [10, 20].map((stepCount) => langevinCircleError({ duration: 0.3, stepCount }));
  assertClose([coarse, fine], [3.0651901219e-2, 1.5381546303e-2], 1e-8);
  assertClose(Math.log2(coarse / fine), 1, 0.05);
  assert.ok(fine > 2 * circleError(implicitQuantiles, { duration: 0.3, stepCount: 20 }));
});

test('the law of many short Langevin steps is still of order 1, and steps out of range are refused', () => {
  const [coarse, fine] = [60, 120].map((stepCount) => langevinCircleError({ duration: 0.12, stepCount }));
  assertClose(Math.log2(coarse / fine), 1, 0.05);
  assert.throws(() => langevinCircleError({ duration: 0.3, stepCount: 0 }), /stepCount expects a whole number from 1/);
  assert.throws(() => langevinCircleError({ duration: 3, stepCount: 3 }), /a step up to 0.5, got 1; take more steps/);
});
