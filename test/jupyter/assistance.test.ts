import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { completeness } from '../../lib/jupyter/completeness.js';
import { history } from '../../lib/jupyter/history.js';
import { type KernelClient, startKernel } from '../../lib/jupyter/index.js';

/** A folder outside of the checkout: packages come from the checkout all the same. */
const elsewhere = mkdtempSync(join(tmpdir(), 'microcanon-elsewhere-'));
let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: elsewhere });
});
after(async () => {
  await kernel.shutdown();
  rmSync(elsewhere, { recursive: true, force: true });
});

test('the library and its dependencies are found from any folder, with their types', async () => {
  const { outputs, error } = await kernel.execute(
    "import { ensemble } from 'microcanon/array';\nimport { tensor } from '@tensorflow/tfjs';\nprocess.cwd()",
  );
  assert.equal(error, undefined);
  const [result] = outputs;
  assert.ok(
    result.output_type === 'execute_result' && String(result.data['text/plain']).includes('microcanon-elsewhere'),
  );
  const wrong = await kernel.execute('const rows: string = ensemble(1, 2).pathCount;');
  assert.equal(wrong.error?.evalue, "line 1:7 - Type 'number' is not assignable to type 'string'.");
});

test('completion knows members, imports, earlier cells and module names', async () => {
  await kernel.execute("import { ensemble } from 'microcanon/array';\nconst paths = ensemble(2, 3);");
  const member = await kernel.complete('paths.path');
  assert.deepEqual(member.matches.slice(0, 2).sort(), ['path', 'pathCount']);
  assert.deepEqual([member.start, member.end], [6, 10]);
  const imported = await kernel.complete("import { ense } from 'microcanon/array';", 13);
  assert.ok(imported.matches.includes('ensemble'));
  assert.deepEqual((await kernel.complete("import {} from 'microcanon/arr")).matches, ['microcanon/array']);
  assert.ok((await kernel.complete('pat')).matches.includes('paths'));
  const union = await kernel.complete("const side: 'left' | 'right' = 'le");
  assert.deepEqual([union.matches, union.start, union.end], [['left'], 32, 34]);
});

test('positions are counted as the protocol counts them, beyond 16 bits too', async () => {
  const code = "const 𝔼 = 'Φ';\nMath.clz";
  const { matches, start, end } = await kernel.complete(code);
  assert.deepEqual([matches, code.slice(start, end)], [['clz32'], 'clz']);
});

test('inspection tells type and documentation, also just behind a name', async () => {
  await kernel.execute('/** Doubles a number. */\nfunction double(value: number): number { return 2 * value; }');
  assert.match(
    String(await kernel.inspect('Math.max(')),
    /Math\.max\(\.\.\.values: number\[\]\): number[^]*larger of a set/,
  );
  assert.match(
    String(await kernel.inspect("import { vector } from 'microcanon/array';", 10)),
    /vector\(length: number\)/,
  );
  assert.equal(await kernel.inspect('   '), undefined);
});

test('inspection names arguments, result and errors, in plain text without marks and in Markdown', async () => {
  await kernel.execute(
    [
      '/**',
      ' * Halves a `number`.',
      ' * ```ts',
      ' * half(2)',
      ' * ```',
      ' * @param value any number',
      ' * @param digits how many, see {@link Math.round}',
      ' * @returns the half',
      ' * @throws RangeError for `NaN`',
      ' */',
      'function half(value: number, digits = 2): number { return value / 2; }',
    ].join('\n'),
  );
  const reply = await kernel.request('inspect_request', { code: 'half', cursor_pos: 4, detail_level: 0 });
  const data = reply.data as Record<string, string>;
  assert.equal(
    data['text/plain'],
    'function half(value: number, digits?: number): number\n\nHalves a number.\nhalf(2)\n\n' +
      'Arguments:\n  value: any number\n  digits: how many, see Math.round\n\nReturns:\n  the half\n\nThrows:\n  RangeError for NaN',
  );
  assert.ok(
    data['text/markdown'].startsWith(
      '```typescript\nfunction half(value: number, digits?: number): number\n```\n\nHalves a `number`.',
    ),
  );
  assert.match(data['text/markdown'], /\*\*Arguments\*\*\n\n- `value`: any number\n- `digits`: how many/);
});

test('the kernel says what it is and lists no comms', async () => {
  const info = await kernel.request('kernel_info_request', {});
  const language = info.language_info as { name: string };
  assert.deepEqual([info.status, info.implementation, language.name], ['ok', 'microcanon', 'typescript']);
  assert.deepEqual(await kernel.request('comm_info_request', {}), { status: 'ok', comms: {} });
  assert.equal((await kernel.request('kernel_info_request', {}, 'control')).status, 'ok');
});

test('a cell is complete, wants more lines, or can never be one', () => {
  for (const code of ['', '1 + 1', 'if (x) {\n}', 'await f();', 'const s = `a\nb`;', "import { a } from 'b'"]) {
    assert.equal(completeness(code).status, 'complete', code);
  }
  for (const code of ['f(', 'if (x) {', '[1, 2', '`text', '/* text', 'const x =', 'class A {\n  b() {']) {
    assert.equal(completeness(code).status, 'incomplete', code);
  }
  for (const code of ['const = 3', 'f)', '1 +* 2 }', 'let x = ];\nf('])
    assert.equal(completeness(code).status, 'invalid', code);
  assert.deepEqual(completeness('  if (x) {'), { status: 'incomplete', indent: '    ' });
  assert.deepEqual(completeness('f(a,\n  b,'), { status: 'incomplete', indent: '  ' });
});

test('history gives the tail, a range and a search', () => {
  const past = history();
  ['a = 1', 'b = 2', 'a = 1', 'c'].forEach((input, index) => {
    past.add(index + 1, input);
  });
  past.setOutput(4, '3');
  assert.deepEqual(past.find({ hist_access_type: 'tail', n: 2 }), [
    [1, 3, 'a = 1'],
    [1, 4, 'c'],
  ]);
  assert.deepEqual(past.find({ hist_access_type: 'tail', n: 1, output: true }), [[1, 4, ['c', '3']]]);
  assert.deepEqual(past.find({ hist_access_type: 'range', session: 0, start: 2, stop: 4 }), [
    [1, 2, 'b = 2'],
    [1, 3, 'a = 1'],
  ]);
  assert.deepEqual(past.find({ hist_access_type: 'range', session: 9 }), []);
  assert.deepEqual(past.find({ hist_access_type: 'search', pattern: 'a*', unique: true }), [[1, 3, 'a = 1']]);
  assert.deepEqual(past.find({ hist_access_type: 'search', pattern: '? = ?', n: 2 }), [
    [1, 2, 'b = 2'],
    [1, 3, 'a = 1'],
  ]);
  assert.deepEqual(past.find({ hist_access_type: 'search', pattern: '.' }), []);
});
