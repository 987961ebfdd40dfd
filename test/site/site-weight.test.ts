import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { siteWeight, weightProblems, weightTable } from '../../lib/site/site-weight.js';
import { temporaryFolder } from '../command/temporary-folder.js';

/** Text that does not become shorter by compression. */
function noise(length: number): string {
  let state = 1;
  const letter = () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(33 + (state % 90));
  };
  return Array.from({ length }, letter)
    .join('')
    .replace(/[\\'[\]]/g, 'x');
}

/** A site with one page that needs a chapter, which builds on a late room. */
function siteOf(folder: string): void {
  const files = {
    '01-one.html': '<article data-parts="core chapter-one assets-01" data-notebook="01-one">',
    'index.html': 'x'.repeat(1000),
    'api/modules/one.html': 'x'.repeat(2000),
    'figures/a.png': 'x'.repeat(3000),
    'notebooks/01-one.ipynb': 'x'.repeat(4000),
    'assets/live/assets-01.js': noise(300_000),
    'assets/live/core.js': `microcanonPart('core', '${noise(200_000)}');\n`,
    'assets/live/chapter-one.js': `microcanonPart('chapter-one', '${noise(100_000)}', ["room-late"]);\n`,
    'assets/live/room-late.js': `microcanonPart('room-late', '${noise(200_000)}');\n`,
    'assets/live/types.js': noise(50_000),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

test('the weight of a site is told by its parts, which make the whole', (t) => {
  const folder = temporaryFolder(t);
  siteOf(folder);
  const rows = new Map(siteWeight(folder).map(({ what, megabytes }) => [what, megabytes]));
  assert.equal(rows.get('reference of the library'), 0.002);
  assert.equal(rows.get('pictures of figures'), 0.003);
  assert.equal(rows.get('executed notebooks'), 0.004);
  assert.equal(rows.get('data and kept results'), 0.3);
  const whole = [...rows].findIndex(([what]) => what === 'the whole site');
  const sum = [...rows.values()].slice(0, whole).reduce((a, b) => a + b);
  assert.ok(Math.abs(rows.get('the whole site')! - sum) < 1e-9);
});

test('a first run counts the core, chapters and what they build on, not data; beyond a limit is a problem', (t) => {
  const folder = temporaryFolder(t);
  siteOf(folder);
  const rows = siteWeight(folder);
  const run = rows.find(({ what }) => what === 'library for a first run, compressed, with late rooms (01-one)')!;
  // Letters out of 90 have 6.5 of 8 bits.
  assert.ok(run.megabytes > 0.8 * 0.5 && run.megabytes < 0.9 * 0.5, String(run.megabytes));
  assert.deepEqual(weightProblems(rows), []);
  writeFileSync(join(folder, 'big'), '');
  truncateSync(join(folder, 'big'), 61e6);
  writeFileSync(join(folder, 'assets', 'live', 'editor.js'), noise(2_000_000));
  const heavier = siteWeight(folder);
  assert.deepEqual(
    weightProblems(heavier).map((sentence) => sentence.replace(/\d+\.\d+/, 'N')),
    [
      'the whole site weighs N MB, at most 60 expected',
      'first edit of a cell, compressed weighs N MB, at most 1.5 expected',
    ],
  );
  assert.equal(weightTable(heavier).match(/✗/g)?.length, 2);
});
