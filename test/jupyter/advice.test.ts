import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { root } from '../support.js';

let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: root });
});
after(() => kernel.shutdown());

/** What someone types who comes from Python, and what the advice names. */
const habits: [string, RegExp][] = [
  ['x = 5', /a new name needs const, or let where it changes: const x = 5$/m],
  ["print('hello')", /console\.log/],
  ['def f(x):\n    return 2 * x', /function f\(x: number\)/],
  ['True', /write true/],
  ['x = None', /write undefined, or null/],
  ['import numpy as np', /import \* as name from 'package'/],
  ['from math import pi', /import \{ name \} from/],
  ['for x in range(3):\n    print(x)', /for \(const x of list\)/],
  ['if True:\n    1', /if \(x > 0\) \{ … \}/],
  ['lambda x: 2 * x', /\(x\) => 2 \* x/],
  ['[x for x in [1, 2]]', /list\.map/],
  ["f'one {1}'", /backticks/],
  ['# a comment', /begins with \/\//],
  ['%matplotlib inline', /terminal/],
  ["name = input('name? ')", /await ask\.question/],
  ['len([1])', /x\.length/],
];

for (const [code, expected] of habits) {
  test(`${code.split('\n')[0]}: the error says what to write instead`, async () => {
    const { error } = await kernel.execute(code);
    assert.match(
      error?.traceback.filter((line) => line.startsWith('Advice: ')).join('\n') ?? '',
      expected,
      error?.traceback.join('\n'),
    );
  });
}

test('other errors come without advice', async () => {
  for (const code of ['const word: string = 1;', 'unknownName', 'const = 3;', "const text = 'a';\ntext.len"]) {
    const { error } = await kernel.execute(code);
    assert.ok(
      error?.traceback.every((line) => !line.startsWith('Advice')),
      code,
    );
  }
});
