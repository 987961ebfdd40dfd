import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance, probablyMeant } from '../../lib/command/suggestion.js';

test('the distance counts letters put in, left out, replaced, and neighbours exchanged', () => {
  for (const [from, to, distance] of [
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
    ['wrokbook', 'workbook', 1],
    ['ca', 'abc', 3],
    ['flaw', 'lawn', 2],
  ] as const) {
    assert.equal(editDistance(from, to), distance, `${from} ${to}`);
    assert.equal(editDistance(to, from), distance, `${to} ${from}`);
  }
});

test('the nearest known word is meant, and none where all are far', () => {
  const known = ['workbook', 'lab', 'run', 'test'];
  assert.equal(probablyMeant('Worbook', known), 'workbook');
  assert.equal(probablyMeant('tset', known), 'test');
  assert.equal(probablyMeant('rum', known), 'run');
  for (const far of ['', 'x', 'cook', 'xyz', 'a'.repeat(1e6)]) assert.equal(probablyMeant(far, known), undefined);
});
