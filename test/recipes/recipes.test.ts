import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support.js';

const folder = join(root, 'test', 'recipes');
const recipes = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const document = readFileSync(join(folder, 'README.md'), 'utf8');

/** Pieces of code of the document that it says to be of a file: `energy.ts:` before a block. */
const quotes = [...document.matchAll(/^From \[(\S+\.ts)\]\(\1\):\n\n```ts\n([^]*?)```/gm)];

for (const name of recipes) {
  test(`the recipe ${name} runs, and its assertions hold`, (t) => {
    const cache = mkdtempSync(join(tmpdir(), 'microcanon-recipe-'));
    t.after(() => rmSync(cache, { recursive: true }));
    const file = join(root, 'dist', 'test', 'recipes', name.replace(/\.ts$/, '.js'));
    const env = { ...process.env, MICROCANON_CACHE: cache, MICROCANON_FETCHED: cache, MICROCANON_WORKERS: '2' };
    const { status, stderr } = spawnSync(process.execPath, ['--unhandled-rejections=strict', file], {
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });

  test(`README.md of the recipes leads to ${name}`, () => assert.ok(document.includes(`](${name})`)));
}

test('code that README.md of the recipes quotes stands so in the file that it names', () => {
  assert.ok(quotes.length >= 5);
  for (const [, name, code] of quotes) {
    const source = readFileSync(join(folder, name), 'utf8');
    assert.ok(source.includes(code.trim()), `${name} has not\n${code}`);
  }
});
