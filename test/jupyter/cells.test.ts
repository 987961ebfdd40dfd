import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KernelClient, startKernel } from '../../lib/jupyter/index.js';

let kernel: KernelClient;
const folder = mkdtempSync(join(tmpdir(), 'microcanon-cells-'));
before(async () => {
  writeFileSync(join(folder, 'counter.ts'), 'export let count = 0;\nexport function increase(): void { count++; }\n');
  writeFileSync(
    join(folder, 'failing.ts'),
    'interface Unused {\n  a: number;\n}\n\nexport function fail(text: string): never {\n\n  throw new RangeError(text);\n}\n',
  );
  kernel = await startKernel({ cwd: folder });
});
after(() => kernel.shutdown());

/** Runs a cell that must not fail. @returns its result as text */
async function value(code: string): Promise<string | undefined> {
  const { outputs, error } = await kernel.execute(code);
  assert.equal(error, undefined, error?.traceback.join('\n'));
  const result = outputs.find(({ output_type }) => output_type === 'execute_result');
  return result && 'data' in result ? String(result.data['text/plain']) : undefined;
}

async function failure(code: string): Promise<string | undefined> {
  return (await kernel.execute(code)).error?.ename;
}

test('functions, methods and classes see what a later cell assigns', async () => {
  await value(
    'let scale = 1, calls = 0;\nfunction scaled(x: number) { return scale * x }\nconst energy = (x: number) => { calls++; return x * x };\nclass Step { move(x: number) { return x + scale } }\nconst step = new Step();',
  );
  assert.equal(await value('scale = 10;\nscaled(2)'), '20');
  assert.equal(await value('energy(1); energy(2); calls'), '2');
  assert.equal(await value('calls = 0;\nenergy(3); calls'), '1');
  assert.equal(
    await value('const seen: number[] = [];\nfor (scale of [1, 2, 3]) seen.push(scaled(10));\nseen'),
    '[ 10, 20, 30 ]',
  );
  assert.equal(
    await value('[scale] = [100];\n[step.move(1), scale++, ({ scale } = { scale: 7 }).scale, step.move(0)]'),
    '[ 101, 100, 7, 7 ]',
  );
});

test('a function, class, enumeration or import that is declared anew is what earlier cells call', async () => {
  await value(
    "import { join as combine } from 'node:path';\nfunction helper() { return 1 }\nclass Model { name = 'old' }\nenum Level { Low = 1 }\nconst all = () => [helper(), new Model().name, Level.Low, typeof combine];",
  );
  await value("function helper() { return 2 }\nclass Model { name = 'new' }\nenum Level { Low = 5, High = 6 }");
  assert.equal(await value('all()'), "[ 2, 'new', 5, 'function' ]");
  await value('const combine = 3;');
  assert.equal(await value('all()[3]'), "'number'");
});

test('an import of a file beside the notebook shows its variables as they are now', async () => {
  assert.equal(await value("import { count, increase } from './counter';\nincrease();\ncount"), '1');
  assert.equal(await value('increase();\ncount'), '2');
});

test('patterns may rename what earlier cells have, in declarations, parameters, loops and defaults', async () => {
  await value(
    'const fit = { target: [1, 2], loss: 0.5, inner: { depth: 3 } };\nconst rows = [{ day: 1, price: 2 }];\nconst factor = 10;\ninterface Trade { size: number }',
  );
  assert.equal(await value('const { target: alpha } = fit; alpha'), '[ 1, 2 ]');
  assert.equal(await value('const { loss: l, inner: { depth: d } } = fit; [l, d]'), '[ 0.5, 3 ]');
  assert.equal(await value('rows.map(({ price: p }) => p * factor)'), '[ 20 ]');
  assert.equal(await value('rows.map(({ day: t, price: p }) => t + p)'), '[ 3 ]');
  assert.equal(
    await value('const paid: number[] = [];\nfor (const { price: p } of rows) paid.push(p * factor);\npaid'),
    '[ 20 ]',
  );
  assert.equal(await value('const cost = ({ size: n }: Trade) => n * factor; cost({ size: 3 })'), '30');
  assert.equal(await value('rows.map(({ price: p = factor }) => p)'), '[ 2 ]');
  assert.equal(await value('let t = 0, q = 0;\n({ day: t, price: q } = rows[0]);\n[t, q]'), '[ 1, 2 ]');
  assert.equal(
    await value('class Book { best({ price: p } = rows[0]) { return p * factor } }\nnew Book().best()'),
    '20',
  );
});

test('a cell that threw leaves what it had declared: values, functions, classes, types and imports', async () => {
  const cell =
    "import { sep } from 'node:path';\nconst computed = [1, 2, 3], size = computed.length;\ninterface Point { x: number }\nclass Made { v = size }\nfunction doubled() { return 2 * size }\nthrow new RangeError('a slip');";
  assert.equal(await failure(cell), 'RangeError');
  assert.equal(
    await value('const p: Point = { x: doubled() };\n[computed.length, size, p.x, new Made().v, sep.length]'),
    '[ 3, 3, 6, 3, 1 ]',
  );
});

test('a cell that failed has no names that it did not come to, and earlier values of these keep their types', async () => {
  await value("const again = 'text', also = 1;");
  assert.equal(await failure("const got = 1, again = JSON.parse('{'), never = 2;\nclass Never {}"), 'SyntaxError');
  assert.equal(await value('[got, again.length, also]'), '[ 1, 4, 1 ]');
  assert.equal(await failure('never'), 'TypeScriptError');
  assert.equal(await failure('new Never()'), 'TypeScriptError');
});

test('a cell that awaited a failure leaves what it had declared before', async () => {
  assert.equal(
    await failure(
      "const first = await Promise.resolve(1);\nawait Promise.reject(new TypeError('no'));\nconst second = 2;",
    ),
    'TypeError',
  );
  assert.equal(await value('first'), '1');
  assert.equal(await failure('second'), 'TypeScriptError');
});

for (const [kind, wait] of [
  ['computes', 'for (;;) {}'],
  ['awaits', 'await new Promise(() => undefined);'],
]) {
  test(`a cell that is stopped while it ${kind} leaves what it had declared before`, async () => {
    const name = `before${kind}`;
    const running = kernel.execute(`const ${name} = 5;\n${wait}\nconst behind${kind} = 6;`);
    await sleep(500);
    await kernel.interrupt();
    assert.equal((await running).error?.ename, 'Interrupted');
    assert.equal(await value(name), '5');
    assert.equal(await failure(`behind${kind}`), 'TypeScriptError');
  });
}

test('names that only a failed cell declared are completed', async () => {
  await failure("const onlyHereDeclared = { depth: 1 };\nthrow new Error('no');");
  assert.deepEqual((await kernel.complete('onlyHereDec')).matches, ['onlyHereDeclared']);
  assert.deepEqual((await kernel.complete('onlyHereDeclared.de')).matches, ['depth']);
});

test('a variable of an inner block or of the head of a loop is a variable of all cells', async () => {
  await value(
    "if (true) var inBlock = 1;\nfor (var index = 0; index < 2; index++);\nfor (var { day: last } of [{ day: 'a' }]);\ntry { var tried = [1] } catch { var caught = 1 }\nconst all = () => [inBlock, index, last, tried.length, caught];",
  );
  assert.equal(await value('all()'), "[ 1, 2, 'a', 1, undefined ]");
  assert.equal(
    await value("inBlock = 5; index *= 10; last += 'b'; tried.push(2);\nall()"),
    "[ 5, 20, 'ab', 2, undefined ]",
  );
  assert.equal(await value('index.toFixed() + last.length'), "'202'");
});

test('namespaces, their aliases and augmentations hold in every later cell, also beside a class or a function of the same name', async () => {
  await value(
    'namespace Made { export let count = 1; export interface Size { n: number } }\nclass Box {}\nnamespace Box { export const depth = 2 }\nfunction area() { return 3 }\nnamespace area { export const unit = 4 }\nimport unit = area.unit;\ndeclare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1] };',
  );
  await value('const size: Made.Size = { n: 1 };');
  assert.equal(
    await value(
      'Made.count++;\n[Made.count, Box.depth, new Box() instanceof Box, area(), area.unit, unit, [5, 6].second()].join()',
    ),
    "'2,2,true,3,4,4,6'",
  );
  await value('const Made = 7;');
  assert.equal(await value('Made.toFixed()'), "'7'");
});

test('names may begin with underscores, or be those of the language, of Node and of modules', async () => {
  const names = [
    '__proto__',
    '__dirname',
    '__cell',
    '___x',
    '__x$',
    'exports',
    'require',
    'module',
    'constructor',
    'name',
    'length',
    'fetch',
    '\u03b1',
    '$',
    '_',
  ];
  await value(
    `let ${names.map((name, n) => `${name} = ${n}`).join(', ')};\nconst named = () => [${names.join(', ')}].join(' ');`,
  );
  await value(`${names.map((name) => `${name} += 100`).join('; ')};`);
  assert.equal(await value('named()'), `'${names.map((_name, n) => n + 100).join(' ')}'`);
});

test('an error in a file beside the notebook points at the line of its TypeScript, and at the cell that called', async () => {
  const { error } = await kernel.execute("import { fail } from './failing';\n\nfail('from a file');");
  assert.match(
    error!.traceback.join('\n'),
    /RangeError: from a file\n {4}at fail \(.*failing\.ts:7:9\)\n {4}at cell \[\d+\]:3:/,
  );
});

test('an awaited error without a place of its own points at the innermost await of a cell', async () => {
  await value("import { readFile } from 'node:fs/promises';");
  const traceback = async (code: string) => (await kernel.execute(code)).error!.traceback.join('\n');
  assert.match(
    await traceback("let read = 0;\n\nread = (await readFile('/no/such/file')).length;"),
    /ENOENT[^]*at await \(cell \[\d+\]:3:9\)\ncell \[\d+\], line 3:/,
  );
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the cell's code holds a template
  await value("async function load(): Promise<void> {\n  const x: string = 'a';\n  await readFile(`/no/${x}`);\n}");
  assert.match(await traceback('await load();'), /at await \(cell \[\d+\]:3:3\)\ncell \[\d+\], line 3:/);
});
