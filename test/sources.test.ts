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

interface Location {
  readonly path: string;
  readonly start: { readonly line: number };
}

/** Functions over 60 lines and parameter lists over four that lib has: a number here may fall, not rise. Claims are lists. */
const allowance = { noExcessiveLinesPerFunction: 15, useMaxParams: 57 };

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

test('no more functions of lib than today have over 60 lines or over four parameters', (t) => {
  const rules = Object.keys(allowance) as (keyof typeof allowance)[];
  const file = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const options = ['lint', 'lib', '--reporter=json', '--max-diagnostics=none'];
  const only = rules.map((rule) => `--only=complexity/${rule}`);
  const { stdout } = spawnSync(process.execPath, [file, ...options, ...only], { cwd: root, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: Location }[] };
  for (const rule of rules) {
    const found = diagnostics.filter(
      ({ category, location }) => category.endsWith(rule) && !location.path.endsWith('claims.ts'),
    );
    t.diagnostic(`${rule}: ${found.length} of ${allowance[rule]} allowed`);
    const places = found.map(({ location: { path, start } }) => `${path}:${start.line}`);
    assert.ok(found.length <= allowance[rule], `${rule} expects at most ${allowance[rule]}, got\n${places.join('\n')}`);
  }
});
