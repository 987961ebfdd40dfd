import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf, perform, portable, runShards, task } from '../../lib/parallel/index.js';
import { performed } from './pool-tasks.js';
import { raised } from './raised.js';

const own = (word: string): string => `${__filename}#${word}`;

test('a call as plain data gives what the function gives', () => {
  const power = portable(own('power'), (base: number, exponent: number) => base ** exponent);
  assert.equal(perform(structuredClone(callOf(power, 2, 10))), 1024);
});

test('a name belongs to one function, and an unknown one is refused', () => {
  const first = task(own('first'), (payload: number) => payload);
  assert.throws(
    () => task(first.name, (payload: number) => -payload),
    /RangeError: portable: name .* got .*#first twice/,
  );
  assert.throws(() => perform({ name: 'no/such#one', arguments: [] }), /no function has the name no\/such#one/);
});

test('threads load the modules of the calls that a run performs', async () => {
  const call = callOf(raised, 3);
  assert.deepEqual(await runShards(performed, [call, call], { calls: [call] }), [27, 27]);
});
