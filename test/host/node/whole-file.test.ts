import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyWhole, writeWhole } from '../../../lib/host/node/whole-file.js';
import { temporaryFolder } from '../../command/temporary-folder.js';

test('a file is replaced as a whole and copied byte by byte, with nothing left beside it', (t) => {
  const folder = temporaryFolder(t);
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  writeWhole(first, 'a long old content');
  writeWhole(first, Uint8Array.of(0, 255, 10));
  copyWhole(first, second);
  assert.deepEqual([...readFileSync(second)], [0, 255, 10]);
  assert.deepEqual(readdirSync(folder).sort(), ['first', 'second']);
});

test('a write that fails leaves what was there, and nothing beside it', (t) => {
  const folder = temporaryFolder(t);
  const occupied = join(folder, 'occupied');
  mkdirSync(join(occupied, 'inner'), { recursive: true });
  assert.throws(() => writeWhole(occupied, 'new'), { code: /EISDIR|ENOTEMPTY|EEXIST|EPERM/ });
  assert.deepEqual(readdirSync(folder), ['occupied']);
  assert.deepEqual(readdirSync(occupied), ['inner']);
});
