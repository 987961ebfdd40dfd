import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vector } from '../../lib/array/index.js';
import { divergenceOfSize, fluctuationReturn, stoppingStep } from '../../lib/divergence/index.js';
import { assertClose } from '../closeness.js';

/** The commuting law: D∞ = e^{−t/9}, rates κ, exact for every N. */
const kappas = [0.02, 0.04];
const steps = vector(301).map((_, t) => t);
const collapseOf = (t: number): number => kappas.reduce((sum, kappa) => sum + kappa * t, 0);
const returnOf = (t: number): number => kappas.reduce((sum, kappa) => sum + 0.5 * (1 - Math.exp(-2 * kappa * t)), 0);
const lawOf = (t: number, size: number): number => Math.exp(-t / 9) + (collapseOf(t) - returnOf(t)) / size;

test('one run bounds the divergences of all other ensemble sizes', () => {
  const record = {
    divergence: steps.map((t) => lawOf(t, 64)),
    collapse: steps.map((t) => collapseOf(t) / 64),
    ensembleSize: 64,
    componentCount: 2,
  };
  const { low, high } = fluctuationReturn(record);
  steps.forEach((t) => {
    assert.ok(low[t] <= returnOf(t) + 1e-12 && returnOf(t) <= high[t] + 1e-12, `step ${t}`);
  });
  for (const size of [1, 8, 512, Infinity]) {
    const bounds = divergenceOfSize(record, size);
    steps.forEach((t) => {
      const exact = lawOf(t, size);
      assert.ok(bounds.low[t] <= exact + 1e-12 && exact <= bounds.high[t] + 1e-12, `N = ${size}, step ${t}`);
    });
  }
  // With one component there is nothing to choose between.
  const single = fluctuationReturn({ ...record, componentCount: 1 });
  assertClose(single.low, single.high, 1e-15);
});

test('the stopping formula finds the minimum of the law that it assumes', () => {
  const start = 5;
  const law = (t: number, size: number): number =>
    start * Math.exp(-2 * kappas[0] * t) + 0.01 + (collapseOf(t) - returnOf(t)) / size;
  for (const size of [64, 1024]) {
    const { stepNumber, divergence } = stoppingStep({ rates: kappas, start, floor: 0.01, ensembleSize: size });
    const values = steps.map((t) => law(t, size));
    const best = values.indexOf(Math.min(...values));
    assert.ok(Math.abs(stepNumber - best) < 2, `N = ${size}: ${stepNumber} against ${best}`);
    assert.ok(Math.abs(divergence - values[best]) < 2e-3 * values[best]);
  }
  assert.equal(stoppingStep({ rates: [1], start: 1e-3, ensembleSize: 1 }).stepNumber, 0);
});

test('arguments out of range are refused', () => {
  const record = { divergence: [1], collapse: [0], ensembleSize: 2, componentCount: 1 };
  assert.throws(() => divergenceOfSize(record, 0.5), /ensembleSize expects a number from 1 to Infinity, got 0.5/);
  assert.throws(
    () => divergenceOfSize({ ...record, ensembleSize: 1 }, 4),
    /ensembleSize expects a whole number from 2/,
  );
  assert.throws(() => fluctuationReturn({ ...record, collapse: [] }), /collapse expects 1 numbers/);
  assert.throws(() => fluctuationReturn({ ...record, componentCount: 0 }), /componentCount expects a whole number/);
  assert.throws(() => stoppingStep({ rates: [0.1, 0], start: 1, ensembleSize: 1 }), /least of the rates expects/);
  assert.throws(() => stoppingStep({ rates: [0.1], start: NaN, ensembleSize: 1 }), /start expects a positive/);
  assert.throws(() => stoppingStep({ rates: [0.1], start: 1, floor: NaN, ensembleSize: 1 }), /floor expects a finite/);
});
