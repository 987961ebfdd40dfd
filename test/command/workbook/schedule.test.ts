import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schedule, shareResults } from '../../../lib/command/workbook/schedule.js';

const known = (name: string, seconds: number, ...after: string[]) => ({
  name,
  codeCells: [true],
  record: { seconds, after },
});

test('the notebook that takes longest starts first', () => {
  const order = schedule([known('a', 5), known('b', 20), known('c', 10)]);
  assert.deepEqual([order.next(), order.next(), order.waiting, order.next(), order.next()], [1, 2, 1, 0, undefined]);
});

test('a notebook waits for those whose results it uses, and a short one with much behind it goes before a long one', () => {
  const order = schedule([known('a', 5), known('b', 20), known('c', 30, 'a')]);
  assert.equal(order.next(), 0, 'behind a wait 5 + 30 s, more than 20');
  assert.equal(order.next(), 1);
  assert.equal(order.next(), undefined, 'c waits for a');
  order.done(0);
  assert.equal(order.next(), 2);
});

test('a notebook of which nothing is known waits for all before it, and those after it do not wait for it', () => {
  const order = schedule([known('a', 1), { name: 'new', codeCells: [true] }, known('c', 5, 'absent')]);
  assert.deepEqual([order.next(), order.next(), order.next()], [2, 0, undefined]);
  order.done(2);
  assert.equal(order.next(), undefined);
  order.done(0);
  assert.equal(order.next(), 1);
});

test('two notebooks share results when one looks for what the other writes, found or not', () => {
  const reader = { sought: ['x', 'y'], written: [] };
  const writer = { sought: [], written: ['y'] };
  assert.equal(shareResults(reader, writer), true);
  assert.equal(shareResults(writer, reader), true);
  assert.equal(shareResults(reader, { sought: ['x'], written: ['z'] }), false);
});
