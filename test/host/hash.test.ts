import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fromBase64, sha256, toBase64 } from '../../lib/host/index.js';

const lengths = [...Array(70).keys(), 1000, 65_537];

test('the hash of texts and bytes is that of OpenSSL', () => {
  for (const length of lengths) {
    const bytes = randomBytes(length);
    assert.equal(
      sha256('Größe ', bytes, '𝛾'),
      createHash('sha256').update('Größe ').update(bytes).update('𝛾').digest('hex'),
    );
  }
});

test('base64 is that of Node, and back', () => {
  for (const length of lengths) {
    const bytes = new Uint8Array(randomBytes(length));
    const text = toBase64(bytes);
    assert.equal(text, Buffer.from(bytes).toString('base64'));
    assert.deepEqual(fromBase64(text), bytes);
  }
});
