import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { host } from '../../../lib/host/index.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { root } from '../../support.js';

test('assets lie in packages, in this one and in those whose exports hide their files', () => {
  const own = readFileSync(join(root, 'data', 'us-treasury-yields.csv'));
  assert.deepEqual(Buffer.from(host.bytes('microcanon/data/us-treasury-yields.csv')), own);
  assert.match(new TextDecoder().decode(host.bytes('vega-datasets/data/sp500-2000.csv').subarray(0, 4)), /^date$/);
  assert.equal(host.locate('@tensorflow/tfjs-backend-wasm/dist/').slice(-5, -1), 'dist');
  assert.throws(() => host.bytes('microcanon'), /asset expects PACKAGE\/PATH, got microcanon/);
});

test('a store of texts reads, writes, lists and removes; an absent folder is an empty store', (t) => {
  const store = host.store({ folder: join(temporaryFolder(t), 'new'), variable: 'X' });
  assert.deepEqual([store.list(), store.read('a')], [[], undefined]);
  store.write('b', 'zwei');
  store.write('a', 'eins');
  assert.deepEqual([store.list(), store.read('a')], [['a', 'b'], 'eins']);
  assert.equal(readFileSync(store.pathOf('b'), 'utf8'), 'zwei');
  store.remove('a');
  store.remove('a');
  assert.deepEqual(store.list(), ['b']);
});

test('files and what gzip unpacks have a largest size', (t) => {
  const path = join(temporaryFolder(t), 'file');
  writeFileSync(path, 'twelve bytes');
  assert.equal(host.files.read(path, 12).length, 12);
  assert.throws(() => host.files.read(path, 11), RangeError);
  const packed = gzipSync('x'.repeat(1000));
  assert.equal(host.files.unpack(packed, 1000).length, 1000);
  assert.throws(() => host.files.unpack(packed, 999), RangeError);
  assert.throws(
    () => host.files.unpack(packed.subarray(0, 12), 1000),
    (error: Error) => !(error instanceof RangeError),
  );
});

test('a turn lets timers and messages in', async () => {
  let came = false;
  setImmediate(() => (came = true));
  await host.turn();
  assert.ok(came);
});
