import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../lib/array/index.js';
import { hebbCouplings, hebbErrorRate } from '../../lib/lattice/index.js';
import { assertClose } from '../closeness.js';
import { allStates, total } from './brute-force.js';

test('couplings are the mean outer product of the patterns, with or without their diagonal of ones', () => {
  const patterns = [
    [1, 1, -1],
    [1, -1, -1],
  ];
  const kept = [
    [1, 0, -1],
    [0, 1, 0],
    [-1, 0, 1],
  ];
  const couplings = hebbCouplings(ensembleOf(patterns));
  assert.deepEqual(Array.from(couplings.data), kept.flat());
  const without = hebbCouplings(ensembleOf(patterns), { zeroDiagonal: true });
  assert.deepEqual(
    Array.from(without.data),
    kept.flatMap((row, i) => row.map((value, j) => (i === j ? 0 : value))),
  );
});

for (const zeroDiagonal of [false, true]) {
  for (const [sites, patterns] of [
    [3, 3],
    [3, 4],
    [4, 3],
  ]) {
    test(`shares of wrong bits and ties of all memories of ${patterns} patterns of ${sites}, ${zeroDiagonal ? 'zero' : 'kept'} diagonal`, () => {
      const memories = allStates(sites * patterns, [-1, 1]);
      let [wrong, ties] = [0, 0];
      for (const memory of memories) {
        const list = Array.from({ length: patterns }, (_, l) => memory.slice(l * sites, (l + 1) * sites));
        // The field at site 0 of pattern 0, times the number of patterns.
        const field = total(
          list.map(
            (pattern) => pattern[0] * total(pattern.map((bit, j) => (zeroDiagonal && j === 0 ? 0 : bit * list[0][j]))),
          ),
        );
        if (field * list[0][0] < 0) wrong++;
        if (field === 0) ties++;
      }
      const rate = hebbErrorRate({ sites, patterns, zeroDiagonal });
      assertClose(rate.wrong, wrong / memories.length, 1e-15);
      assertClose(rate.tie, ties / memories.length, 1e-15);
    });
  }
}

test('one pattern, and one site, have no noise', () => {
  assert.deepEqual(hebbErrorRate({ sites: 9, patterns: 1 }), { wrong: 0, tie: 0, normalApproximation: 0 });
  assert.deepEqual(hebbErrorRate({ sites: 1, patterns: 4 }), { wrong: 0, tie: 0, normalApproximation: 0 });
  assert.equal(hebbErrorRate({ sites: 1, patterns: 4, zeroDiagonal: true }).tie, 1);
});

test('the normal approximation is that of a large memory', () => {
  const { wrong, tie, normalApproximation } = hebbErrorRate({ sites: 40_000, patterns: 8000, zeroDiagonal: true });
  assertClose(wrong + tie / 2, normalApproximation, 1e-4 * wrong);
});

test('what is out of range is refused by name', () => {
  assert.throws(
    () => hebbCouplings(ensembleOf([[1, 0]])),
    /hebbCouplings: patterns expects spins 1 or -1, got 0 at site 1/,
  );
  assert.throws(
    () => hebbErrorRate({ sites: 0, patterns: 1 }),
    /hebbErrorRate: sites expects a whole number from 1 on, got 0/,
  );
});
