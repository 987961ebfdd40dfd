import strict from 'node:assert/strict';
import { test } from 'node:test';
import { assert } from '../../../lib/live/packages/assert.js';

/** What an assertion throws, as plain data. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return 'nothing';
  } catch (error) {
    const { name, message, code, generatedMessage, operator } = error as strict.AssertionError;
    // Later versions of Node word some messages in another way.
    return { name, code, generatedMessage, operator, ...(process.versions.node.startsWith('20.') && { message }) };
  }
}

type Assert = typeof strict;

/** Assertions as cells write them, those that fail and those that do not. */
const cases: readonly ((assert: Assert) => unknown)[] = [
  (assert) => assert.ok(1),
  (assert) => assert.ok(false, 'words'),
  (assert) => assert.ok(false, new TypeError('own')),
  (assert) => assert.equal(1, 2),
  (assert) => assert.equal('a', 'b'),
  (assert) => assert.equal(1, 2, 'words'),
  (assert) => assert.equal(Number.NaN, Number.NaN),
  (assert) => assert.equal(0, -0),
  (assert) => assert.equal([1], [1]),
  (assert) => assert.strictEqual('1', 1),
  (assert) => assert.notEqual(1, 1),
  (assert) => assert.notEqual(1, 2),
  (assert) => assert.deepEqual([1, 2], [1, 3]),
  (assert) => assert.deepEqual({ a: 1, b: [2] }, { b: [2], a: 1 }),
  (assert) => assert.deepEqual({ a: 1 }, { a: 2 }),
  (assert) => assert.deepEqual(new Float64Array(2), [0, 0]),
  (assert) => assert.deepEqual(new Float64Array([1, 2]), new Float64Array([1, 2])),
  (assert) => assert.deepEqual(new Map([[1, { a: 2 }]]), new Map([[1, { a: 2 }]])),
  (assert) => assert.deepEqual(new Set([[1], [2]]), new Set([[2], [1]])),
  (assert) => assert.deepEqual(new Date(3), new Date(3)),
  (assert) => assert.deepEqual([undefined], [null]),
  (assert) => assert.notDeepEqual([1], [1]),
  (assert) => assert.match('abc', /x/),
  (assert) => assert.throws(() => 1),
  (assert) => assert.throws(() => 1, /x/),
  (assert) => assert.throws(() => 1, /x/, 'words'),
  (assert) => assert.throws(() => strict.fail('abc'), /x/),
  (assert) => assert.throws(() => strict.fail('abc'), /abc/),
  (assert) => assert.throws(() => strict.fail('abc'), strict.AssertionError),
  (assert) => assert.throws(() => strict.fail('abc'), { message: 'abc' }),
  (assert) =>
    assert.throws(
      () => strict.fail('abc'),
      (error: Error) => error.message === 'abc',
    ),
  (assert) =>
    assert.throws(
      () => {
        throw new Error('abc');
      },
      () => false,
    ),
  (assert) => assert.doesNotThrow(() => 1),
  (assert) => assert.fail('words'),
];

for (const one of cases) {
  test(`a page's assertion throws what Node's does: ${one.toString().replace(/\s+/g, ' ')}`, () => {
    strict.deepEqual(
      thrownBy(() => one(assert as unknown as Assert)),
      thrownBy(() => one(strict)),
    );
  });
}

test('a condition that fails without words says what a cell of the kernel says', () => {
  strict.throws(() => assert.ok(1 > 2), { message: 'false == true', operator: '==' });
});

test('a promise that should be rejected is waited for', async () => {
  await assert.rejects(Promise.reject(new Error('not finite')), /finite/);
  await strict.rejects(assert.rejects(Promise.resolve(1), /finite/), { message: 'Missing expected rejection.' });
  await strict.rejects(assert.rejects(Promise.reject(new Error('abc')), /finite/), {
    message: "The input did not match the regular expression /finite/. Input:\n\n'Error: abc'\n",
  });
});
