import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support';

function microcanon(...words: string[]) {
  return spawnSync(process.execPath, [join(root, 'dist', 'lib', 'workbook', 'command-line.js'), ...words], { encoding: 'utf8' });
}

for (const [words, message] of [
  [['cook'], /^microcanon: expects a command of .*, got 'cook'; see microcanon help\n$/],
  [['workbook', '--profile', 'huge'], /^workbook: option --profile expects quick or paper, got 'huge';[^\n]*\n$/],
  [['workbook', '--only', 'nothing'], /^workbook: option --only expects notebooks among [^\n]*, got 'nothing';[^\n]*\n$/],
  [['workbook', '--workers', 'all'], /^workbook: option --workers expects a whole number[^\n]*, got 'all';[^\n]*\n$/],
  [['workbook', '--fast'], /^workbook: expects an option of [^\n]*, got --fast;[^\n]*\n$/],
  [['lab', '--port', '0'], /^lab: option --port expects a number from 1 to 65535, got '0';[^\n]*\n$/],
  [['lab', '/no/such/folder'], /^lab: expects a folder of notebooks, got '\/no\/such\/folder'[^\n]*\n$/],
  [['verify'], /^verify: expects one argument FOLDER, got none;[^\n]*\n$/],
  [['verify', '/no/such/folder'], /^verify: FOLDER expects [^\n]*\/no\/such\/folder[^\n]*\n$/],
  [['test', 'no-such-test'], /^test: expects a part of a test file's path, got no-such-test;[^\n]*\n$/],
] as const) {
  test(`microcanon ${words.join(' ')} ends with one clear line and exit code 2`, () => {
    const { status, stdout, stderr } = microcanon(...words);
    assert.match(stderr, message);
    assert.equal(stdout, '');
    assert.equal(status, 2);
  });
}

test('every command explains itself', () => {
  const overview = microcanon('--help');
  assert.equal(overview.status, 0);
  for (const command of ['workbook', 'lab', 'test', 'bench', 'verify']) {
    assert.match(overview.stdout, new RegExp(`^  ${command} `, 'm'));
    for (const words of [[command, '--help'], ['help', command]]) {
      const { status, stdout } = microcanon(...words);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^Usage: microcanon ${command}`));
    }
  }
});
