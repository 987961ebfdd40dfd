import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conjugateGradients } from '../../lib/linear-algebra/index.js';
import { assertClose } from '../closeness.js';

/** Second differences on n points, plus a diagonal that grows a thousandfold. */
const n = 40;
const diagonal = Float64Array.from({ length: n }, (_, i) => 10 ** ((3 * i) / (n - 1)));
const apply = (x: Float64Array): Float64Array =>
  x.map((value, i) => (2 + diagonal[i]) * value - (x[i - 1] ?? 0) - (x[i + 1] ?? 0));
const wanted = Float64Array.from({ length: n }, (_, i) => Math.sin(i) + 0.1 * i);

test('as many steps as unknowns solve a system, and a good inverse saves most of them', () => {
  let count = 0;
  const counted = (x: Float64Array): Float64Array => {
    count++;
    return apply(x);
  };
  const options = { tolerance: 1e-13, stepLimit: 3 * n };
  const plain = conjugateGradients({ apply: counted, precondition: (r) => r.slice() }, apply(wanted), options);
  assertClose(plain, wanted, 1e-9);
  const plainCount = count;
  count = 0;
  const precondition = (r: Float64Array): Float64Array => r.map((value, i) => value / (2 + diagonal[i]));
  assertClose(conjugateGradients({ apply: counted, precondition }, apply(wanted), options), wanted, 1e-9);
  assert.ok(count < 0.7 * plainCount, `${count} steps, ${plainCount} without`);
});

test('fewer steps give a result that is nearer than its predecessors, and 0 is solved without any', () => {
  const precondition = (r: Float64Array): Float64Array => r.slice();
  const error = (stepLimit: number): number => {
    const x = conjugateGradients({ apply, precondition }, apply(wanted), { tolerance: 1e-13, stepLimit });
    return x.reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0);
  };
  const errors = [0, 2, 5, 10, 20].map(error);
  for (let i = 1; i < errors.length; i++) assert.ok(errors[i] < errors[i - 1]);
  const refuse = (): never => assert.fail('nothing to do');
  assertClose(
    conjugateGradients({ apply: refuse, precondition }, new Float64Array(n), { tolerance: 0.1, stepLimit: 9 }),
    new Float64Array(n),
    0,
  );
});
