import assert from 'node:assert/strict';
import { test } from 'node:test';
import { block, threefry } from '../../lib/random/threefry.js';

function words(key: [number, number], counter: [number, number]): string {
  const out = block();
  threefry(key[0], key[1], counter[0], counter[1], out);
  return Array.from(out, (word) => word.toString(16).padStart(8, '0')).join(' ');
}

// The known answers that Random123 publishes for threefry2x32 with 20 rounds.
test('Threefry-2x32-20 gives the published known answers', () => {
  assert.equal(words([0, 0], [0, 0]), '6b200159 99ba4efe');
  assert.equal(words([0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff]), '1cb996fc bb002be7');
  assert.equal(words([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3]), 'c4923a9c 483df7a0');
});

test('one bit more in the key or in the counter changes about half of the 64 bits', () => {
  const bits = (text: string): bigint => BigInt(`0x${text.replace(' ', '')}`);
  const distance = (a: string, b: string): number => (bits(a) ^ bits(b)).toString(2).replace(/0/g, '').length;
  let total = 0;
  for (let bit = 0; bit < 32; bit++) {
    const flip = (1 << bit) >>> 0;
    for (const changed of [
      words([flip, 0], [0, 0]),
      words([0, flip], [0, 0]),
      words([0, 0], [flip, 0]),
      words([0, 0], [0, flip]),
    ]) {
      total += distance(changed, words([0, 0], [0, 0]));
    }
  }
  // 128 · 64 fair coins: mean 4096, standard deviation 45.3; four of them allowed.
  assert.ok(Math.abs(total - 4096) < 4 * 45.3, `got ${total} changed bits`);
});
