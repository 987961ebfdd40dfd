import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusLine } from '../../lib/study/status-line.js';

function written(output: { readonly isTTY: boolean; readonly columns?: number }): string {
  const texts: string[] = [];
  const line = statusLine({ ...output, write: (text) => texts.push(text) });
  line.show('a longer text');
  line.note('stays');
  line.show('b');
  line.leave();
  return texts.join('');
}

test('a terminal rewrites one line and erases what was longer; what it has no room for is cut', () => {
  assert.equal(written({ isTTY: true, columns: 9 }), '\ra longer\x1b[K\rstays\x1b[K\n\rb\x1b[K\n');
});

test('another output gets a line for each text', () => {
  assert.equal(written({ isTTY: false }), 'a longer text\nstays\nb\n');
});
