import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { host, supply } from '../../../lib/host/page/index.js';

supply({
  assets: { 'package/file.txt': Buffer.from('Größe').toString('base64'), 'stored/a.json': 'e30=' },
  packedAssets: { 'package/packed.txt': gzipSync('gepackt').toString('base64') },
  packages: { known: () => ({ answer: 42 }) },
  settings: { profile: 'paper' },
});

test('assets and packages are those of the bundle; others are refused by name', () => {
  assert.equal(new TextDecoder().decode(host.bytes('package/file.txt')), 'Größe');
  assert.equal(host.files.read(host.locate('package/file.txt'), 100).length, 7);
  assert.equal(new TextDecoder().decode(host.bytes('package/packed.txt')), 'gepackt');
  assert.deepEqual(host.load('known'), { answer: 42 });
  assert.throws(() => host.bytes('package/other'), /brings no package\/other; add it to the bundle's assets/);
  assert.throws(() => host.load('unknown'), /brings no package unknown/);
});

test('a page has one thread, the settings that it was given, and the usual ones beside', () => {
  const { threads, simd, profile } = host.settings();
  assert.deepEqual([host.workers, threads, simd, profile], [undefined, false, true, 'paper']);
});

test('texts are kept in memory, above those that the bundle brings', () => {
  const store = host.store({ folder: 'stored', variable: '' });
  assert.deepEqual([store.read('a.json'), store.read('b.json')], ['{}', undefined]);
  store.write('b.json', '[]');
  store.write('a.json', '[1]');
  assert.deepEqual([store.list(), store.read('a.json'), store.read('b.json')], [['a.json', 'b.json'], '[1]', '[]']);
  store.remove('b.json');
  assert.equal(store.read('b.json'), undefined);
});

test('gzip is unpacked up to a size; a file that is written is read again, and no other', () => {
  const packed = gzipSync('x'.repeat(1000));
  assert.equal(host.files.unpack(packed, 1000).length, 1000);
  assert.throws(() => host.files.unpack(packed, 999), RangeError);
  host.files.write('a', 'b');
  assert.equal(new TextDecoder().decode(host.files.read('a', 1)), 'b');
  assert.throws(() => host.files.read('b', 1), { code: 'ENOENT' });
});

test('a turn lets messages in that were sent before', async () => {
  const { port1, port2 } = new MessageChannel();
  const came = new Promise<string>((resolve) => (port1.onmessage = () => resolve('message')));
  port2.postMessage(null);
  assert.equal(
    await Promise.race([
      came,
      host
        .turn()
        .then(() => host.turn())
        .then(() => 'turns'),
    ]),
    'message',
  );
  port1.close();
});
