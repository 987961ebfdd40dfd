import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draws, key, randomWords } from '../../lib/random/index.js';

test('words are those of the generator, whose uniforms are made of the first two blocks’ leading bits', () => {
  const words = randomWords(key(5), new Uint32Array(4));
  const { uniform } = draws(key(5));
  for (const block of [0, 1]) {
    const expected =
      (Math.floor(words[2 * block] / 32) * 2 ** 26 + Math.floor(words[2 * block + 1] / 64) + 0.5) / 2 ** 53;
    assert.equal(uniform(), expected);
  }
});

test('a shorter array holds the first words, another turn other ones, with as many bits set as fair bits have', () => {
  const long = randomWords(key(5), new Uint32Array(4096));
  assert.deepEqual(randomWords(key(5), new Uint32Array(7)), long.slice(0, 7));
  const other = randomWords(key(5), new Uint32Array(4096), 1);
  assert.ok(other.every((word, i) => word !== long[i]));
  for (const words of [long, other]) {
    let count = 0;
    for (let word of words) for (; word !== 0; word &= word - 1) count++;
    // 131072 fair bits: 181 is a standard deviation.
    assert.ok(Math.abs(count - 65536) < 4 * 181, `${count} bits`);
  }
});

test('a turn that is no word is refused', () => {
  assert.throws(
    () => randomWords(key(1), new Uint32Array(2), -1),
    /randomWords: turn expects a whole number from 0 to 2\^32 - 2, got -1/,
  );
});
