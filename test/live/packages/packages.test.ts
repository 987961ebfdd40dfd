import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { DataFrame as Danfo } from 'danfojs-node';
import { dataFrameBundle } from '../../../lib/cell/data-frame.js';
import { DataFrame } from '../../../lib/live/packages/data-frame.js';
import { fontReader } from '../../../lib/live/packages/font-advances.js';
import { partOf } from '../../../lib/live/packages/only.js';
import * as paths from '../../../lib/live/packages/paths.js';

test('a table of a page is shown as that of danfo.js, short, long, with gaps and texts', () => {
  const long = Array.from({ length: 40 }, (_, i) => i / 3);
  const tables: Readonly<Record<string, unknown[]>>[] = [
    { a: [1, 2.5, Number.NaN], b: ['x', 'y & z', ''], c: [true, false, true] },
    { value: [1, null, 3], text: [null, 'b', null], whole: [1, 2, 3] },
    { date: long.map((day) => `day ${day}`), value: long },
    { only: [0.1 + 0.2] },
  ];
  for (const columns of tables) {
    const [own, theirs] = [new DataFrame(columns), new Danfo(columns)];
    assert.deepEqual(dataFrameBundle(own), dataFrameBundle(theirs as never));
    assert.deepEqual(dataFrameBundle(own.head(1)), dataFrameBundle(theirs.head(1) as never));
    assert.equal(own.constructor.name, 'DataFrame');
  }
});

test('paths are those of Node where separators are slashes', () => {
  const some = 'a /a a/ a/b /a/b/ a//b a/../b ../a /../a a.txt b/.c d.tar.gz / . ..'.split(' ');
  for (const one of ['', ...some]) {
    assert.equal(paths.normalize(one), path.posix.normalize(one), `normalize ${one}`);
    assert.equal(paths.dirname(one), path.posix.dirname(one), `dirname ${one}`);
    assert.equal(paths.basename(one), path.posix.basename(one), `basename ${one}`);
    assert.equal(paths.isAbsolute(one), path.posix.isAbsolute(one), `isAbsolute ${one}`);
    assert.equal(paths.extname(one), path.posix.extname(one), `extname ${one}`);
    for (const other of some) assert.equal(paths.join(one, other), path.posix.join(one, other), `${one}, ${other}`);
    assert.equal(paths.resolve('/x', one), path.posix.resolve('/x', one), `resolve ${one}`);
  }
  assert.equal(paths.sep, path.posix.sep);
  assert.equal(paths.basename('a/b.csv', '.csv'), 'b');
});

test('what a page lacks of a package of Node says so when it is called, and lists what there is', () => {
  const part = partOf('fs', { readFileSync: () => 1 }) as Record<string, () => unknown>;
  assert.equal(part.readFileSync(), 1);
  assert.throws(
    () => part.createReadStream(),
    /^Error: fs: createReadStream cannot be had in a page; it has readFileSync;/,
  );
});

test('characters have the widths of their runs, and others that of a missing character', () => {
  const advances = {
    unitsPerEm: 10,
    missing: 7,
    runs: [
      [65, 1, 2],
      [97, 3],
    ],
  };
  const font = fontReader.parse(new TextEncoder().encode(JSON.stringify(advances)).buffer);
  assert.deepEqual(
    ['A', 'B', 'C', 'a', '😀'].map((one) => font.charToGlyph(one).advanceWidth),
    [1, 2, 7, 3, 7],
  );
  assert.equal(font.unitsPerEm, 10);
});
