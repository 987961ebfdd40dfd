import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { header, type Message, wire } from '../../lib/jupyter/wire.js';

const message = (content: Record<string, unknown>): Message => ({
  identities: [Buffer.from('someone')],
  header: header('execute_request', 'session'),
  parent: {},
  metadata: {},
  content,
});

test('a message survives packing and unpacking, identities and letters beyond ASCII included', () => {
  const { pack, unpack } = wire('key');
  const sent = message({ code: 'Φ(x) = "𝔼"' });
  assert.deepEqual(unpack(pack(sent)), sent);
});

test('the signature is the HMAC-SHA-256 of the four parts', () => {
  const frames = wire('key').pack(message({}));
  const hash = createHmac('sha256', 'key');
  for (const part of frames.slice(3)) hash.update(part);
  assert.equal(frames[1].toString(), '<IDS|MSG>');
  assert.equal(frames[2].toString(), hash.digest('hex'));
});

test('another key, a changed part and a missing signature are refused', () => {
  const frames = wire('key').pack(message({ code: '1' }));
  assert.throws(() => wire('other').unpack(frames), /signature of the message is wrong/);
  const changed = [...frames];
  changed[6] = Buffer.from(JSON.stringify({ code: '2' }));
  assert.throws(() => wire('key').unpack(changed), /signature of the message is wrong/);
  const unsigned = [...frames];
  unsigned[2] = Buffer.alloc(0);
  assert.throws(() => wire('key').unpack(unsigned), /signature of the message is wrong/);
});

test('an empty key means unsigned messages', () => {
  const { pack, unpack } = wire('');
  const frames = pack(message({ code: '1' }));
  assert.equal(frames[2].length, 0);
  assert.deepEqual(unpack(frames).content, { code: '1' });
});

test('frames that are no message are refused by name', () => {
  const { unpack } = wire('');
  const mark = Buffer.from('<IDS|MSG>');
  const parts = (...texts: string[]): Buffer[] => [mark, Buffer.alloc(0), ...texts.map((text) => Buffer.from(text))];
  assert.throws(() => unpack([]), /delimiter/);
  assert.throws(() => unpack([Buffer.from('hello')]), /delimiter/);
  assert.throws(() => unpack(parts('{}', '{}')), /has 2 of 4 parts/);
  assert.throws(() => unpack(parts('{', '{}', '{}', '{}')), SyntaxError);
  assert.throws(() => unpack(parts('{}', '{}', '{}', '{}')), /msg_id and msg_type/);
  assert.throws(() => unpack(parts('null', '{}', '{}', '{}')), /msg_id and msg_type/);
});

test('a signature scheme other than hmac is refused', () => {
  assert.throws(() => wire('key', 'rsa-sha256'), /signature scheme expects/);
});

test('half of a surrogate pair becomes the replacement character, so that files can hold what arrives', () => {
  const sent = String.fromCharCode(0xd83d);
  const whole = '\u{1f600}';
  const escaped = String.raw`\ud83d`;
  const { pack, unpack } = wire('key');
  const content = { text: `${sent}a${whole}${escaped}` };
  assert.equal(unpack(pack(message(content))).content.text, `\ufffda${whole}${escaped}`);
});
