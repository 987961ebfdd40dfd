import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support.js';

/** What a tool of node_modules prints about the sources when it finds fault with them; '' when it finds none. */
function complaints(script: string, ...options: string[]): string {
  const file = join(root, 'node_modules', ...script.split('/'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...options], { cwd: root, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}` || `${script} ends with status ${status}`;
}

test('biome finds every source formatted and by the rules of biome.json; `npm run lint -- --write` mends most', () => {
  assert.equal(complaints('@biomejs/biome/bin/biome', 'check', '--max-diagnostics=50'), '');
});

test('every export of lib is used by lib itself or by users of an index, every file and dependency by someone', () => {
  // With --production knip leaves tests out, so that an export for tests alone counts as unused, unless marked @internal.
  assert.equal(complaints('knip/bin/knip.js', '--no-progress', '--production'), '');
});

test('every export of a test’s own tools is used by another file', () => {
  assert.equal(complaints('knip/bin/knip.js', '--no-progress', '--no-config-hints'), '');
});
