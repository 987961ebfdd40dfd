import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zeroBetween } from '../../lib/special/index.js';

test('a zero is found to the last bit, whichever of both points is the smaller one', () => {
  const found = zeroBetween((x) => x * x - 2, 1, 2);
  assert.ok(Math.abs(found - Math.SQRT2) <= Number.EPSILON);
  assert.ok(Math.abs(zeroBetween((x) => x * x - 2, -1, -2) + Math.SQRT2) <= Number.EPSILON);
  assert.equal(Math.abs(zeroBetween((x) => x, -1, 0.5)), 0);
});
