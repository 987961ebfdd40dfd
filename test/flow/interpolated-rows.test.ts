import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix } from '../../lib/array/index.js';
import { interpolateIncrements, interpolateRows } from '../../lib/flow/interpolated-rows.js';
import { assertClose } from '../closeness.js';

const cubic = (t: number): number => 2 - 3 * t + 0.5 * t * t - 0.1 * t ** 3;
const line = (t: number): number => 4 - 7 * t;

/** Rows of both functions at the marks, and of a number that is none of their values elsewhere. */
function rowsAt(count: number, marks: readonly number[]) {
  const rows = matrix(count, 2);
  for (let t = 0; t < count; t++) rows.row(t).set(marks.includes(t) ? [cubic(t), line(t)] : [1e6, 1e6]);
  return rows;
}

test('rows between marks lie on the cubic through the marks, however far apart these are', () => {
  for (const marks of [
    [0, 4, 8, 12],
    [0, 5, 6, 11, 13],
    [0, 1, 2, 7, 20, 21],
  ]) {
    const count = marks[marks.length - 1] + 1;
    const rows = rowsAt(count, marks);
    interpolateRows(rows, marks);
    for (let t = 0; t < count; t++) assertClose(rows.row(t), [cubic(t), line(t)], 1e-10);
  }
});

test('with two marks rows lie on the line between, and without room between marks nothing changes', () => {
  const rows = rowsAt(6, [0, 5]);
  interpolateRows(rows, [0, 5]);
  for (let t = 0; t < 6; t++) assertClose([rows.row(t)[1]], [line(t)], 1e-12);
  const whole = rowsAt(6, [0, 1, 2, 3, 4, 5]);
  const before = whole.data.slice();
  interpolateRows(whole, [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(whole.data, before);
});

test('increments between marks lie on the cubic through those at the marks', () => {
  const marks = [0, 4, 8, 12, 13];
  const [held, expected] = [matrix(15, 1), matrix(15, 1)];
  for (let t = 0; t < 14; t++) {
    const mark = Math.max(...marks.filter((other) => other <= t));
    held.row(t + 1)[0] = held.row(t)[0] + cubic(mark);
    expected.row(t + 1)[0] = expected.row(t)[0] + cubic(t);
  }
  interpolateIncrements(held, marks);
  assertClose(held.data, expected.data, 1e-9);
});
