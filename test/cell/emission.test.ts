import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { parse } from 'acorn';
import { emitCell } from '../../lib/cell/index.js';
import { cells } from './cells.js';

/** Programs that report through `say`; one statement per line or block at the top level. */
const programs: Readonly<Record<string, string>> = {
  'every operator of assignment': `
    let a = 8; const read = () => a;
    a = 9; say(read()); a += 1; say(read()); a -= 2; say(read()); a *= 3; say(read()); a /= 4; say(read()); a %= 4; say(read());
    a **= 3; say(read()); a <<= 2; say(read()); a >>= 1; say(read()); a >>>= 1; say(read()); a &= 7; say(read()); a |= 8; say(read()); a ^= 5; say(read());
    a &&= 4; say(read()); a ||= 5; say(read()); a = null; a ??= 6; say(read());
    say(a++, read(), ++a, read(), a--, read(), --a, read());`,
  'destructuring, with names, defaults, rest and swaps': `
    let a = 1, b = 2, rest; const read = () => [a, b, rest];
    [a, b] = [b, a]; say(read());
    ({ a, b = 7 } = { a: 5 }); say(read());
    ({ x: a, y: [b, ...rest] } = { x: 1, y: [2, 3, 4] }); say(read());
    ({ a = 9, ...rest } = { c: 1 }); say(read());
    [a = b, { z: b } = { z: 3 }] = []; say(read());
    const { p, q: { r: renamed = 4 } = {}, ...others } = { p: 1, s: 2 }; say(p, renamed, others);
    const [one, , three = 3, ...tail] = [1, 2, undefined, 4, 5]; say(one, three, tail);`,
  'loops that assign': `
    let i = 0, k = '', sum = 0; const read = () => [i, k, sum];
    for (i of [1, 2, 3]) say(read());
    for (k in { x: 1, y: 2 }) say(read());
    for ([i, k] of [[1, 'a'], [2, 'b']]) say(read());
    for (i = 0; i < 3; i++) sum += i;
    say(read());
    for (var v = 0, w = 3; v < w; v++, w--) say(v, w);
    for (var { day, price: paid } of [{ day: 1, price: 2 }]) say(day, paid);
    for (var key in { z: 1 }) say(key);
    for (let i = 7; i < 8; i++) say(i, read());
    while (i > 1) i--;
    do { i += 5 } while (i < 9);
    say(read(), v, w, day, paid, key);`,
  'functions, arrows, methods, getters, generators, classes and defaults see what is assigned later': `
    let scale = 1;
    function f(x) { return scale * x }
    const arrow = (x = scale) => x * scale;
    const object = { method(x) { return x * scale }, get now() { return scale }, set now(v) { scale = v }, [scale]: scale };
    function* steps() { while (true) yield scale++ }
    async function later() { return scale }
    class Step { own = scale; static first = scale; static { scale += 0 } #hidden = scale; move(x) { return x + scale + this.#hidden } get [(() => 'at' + scale)()]() { return scale } }
    const running = steps();
    say(f(2), arrow(), arrow(3), object.method(2), object.now, running.next().value);
    scale = 10;
    say(f(2), arrow(), arrow(3), object.method(2), object.now, running.next().value, new Step().own, Step.first, new Step().move(1), new Step().at2);
    object.now = 50;
    say(scale, f(1), await later());`,
  'recursion, mutual recursion and functions that are replaced': `
    const even = (n) => n === 0 || odd(n - 1);
    const odd = (n) => n !== 0 && even(n - 1);
    function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) }
    say(even(10), odd(7), fib(10));
    let replaced = (x) => x; const through = (x) => replaced(x);
    replaced = (x) => -x; say(through(3));`,
  'names that are shadowed stay what they are': `
    let x = 1, y = 2; const outer = () => [x, y];
    function inner(x) { x = 5; { let y = 6; y++; } return x }
    const block = () => { const x = 3; for (const y of [4]) say(x, y); try { throw 8 } catch (y) { say(y) } return outer() };
    const named = function x() { return typeof x };
    class y2 { static make() { return new y2() } }
    say(inner(1), block(), named(), y2.make() instanceof y2, [1].map((x) => ({ x, y }))[0], (({ x, y = x }) => [x, y])({ x: 9 }));
    label: for (;;) { break label }
    say({ x: 10, y }.x, { x }.x, outer(), \`\${x}\${y}\`);`,
  'names of functions and classes': `
    const arrow = () => 1; const expression = function () {}; const asynchronous = async () => {}; const Anonymous = class {}; const Named = class Other {};
    let later; later = () => 2; let either; either ??= () => 3; either ||= 1; const { given = () => 4 } = {}; const [listed = class {}] = [];
    ({ later: later = () => 0 } = { later });
    function declared() {} class Declared {}
    say(arrow.name, expression.name, asynchronous.name, Anonymous.name, Named.name, later.name, either.name, given.name, listed.name, declared.name, Declared.name);`,
  'calls, tags, optional calls, spreads, new, typeof, in and delete': `
    function who() { return this } const tag = (parts, ...values) => [parts.raw.join('|'), values]; const none = undefined; const box = { who }; const list = [3, 1, 2];
    say(who(), none?.(), who?.(), tag\`a\${1}b\`, Math.max(...list), typeof who, typeof none, 'who' in box, box.who() === box, (0, box.who)(), delete box.who, box);
    class Made { constructor(v) { this.v = v } } const make = Made; say(new Made(1).v, new make(2).v, new (class extends Made {})(3).v, Made.name);`,
  'semicolons left out': `
    let a = 1
    let b = 2
    function f2(x) { b = x
      say(b) }
    const f = (x) => { a = x
      f2(x)
      ;[b] = [x]
      return a + b }
    f2(4)
    const c = a
    f(5)
    const d = b
    if (a) f2(6)
    else f2(7)
    say(a, b, c, d)`,
  'var in blocks and loops': `
    if (true) { var inBlock = 1, without }
    { var { deep, list: [first] } = { deep: 2, list: [3] }; }
    switch (1) { case 1: var inCase = 4; say(inCase); }
    try { var inTry = 5 } finally { var inFinally = 6 }
    say(inBlock, without, deep, first, inCase, inTry, inFinally);`,
  'awaits and asynchronous loops': `
    let seen = 0; const read = () => seen;
    seen = await Promise.resolve(3); say(read());
    for await (seen of [Promise.resolve(4), 5]) say(read());
    const both = await Promise.all([1, (async () => { await null; return seen })()]); say(both);
    seen = (await (async () => 7)()) + await 1; say(read());`,
  'sequences, conditions, templates and regular expressions': `
    let n = 0; const next = () => ++n;
    say((next(), next()), n ? next() : 0, n && n, n ?? 0, /a\${n}/.source, \`\${next()}-\${\`\${n}\`}\`);
    const a = (1, 2), b = (n, next()); say(a, b);
    const o = { n, next, 'n b': n, [n]: n, n2: { n } }; say(o.n, o[4], o.n2.n);`,
};

/** Runs the text as one function: what JavaScript itself says. */
async function asOneProgram(js: string): Promise<unknown[]> {
  const said: unknown[] = [];
  const body = vm.runInThisContext(`(async (say) => {"use strict"; ${js}\n})`) as (
    say: (...values: unknown[]) => void,
  ) => Promise<void>;
  await body((...values) => void said.push(...values));
  return said;
}

function statementsOf(js: string): string[] {
  const { body } = parse(js, { ecmaVersion: 'latest', sourceType: 'module' });
  return body.map(({ start, end }) => js.slice(start, end));
}

async function asCells(pieces: readonly string[]): Promise<unknown[]> {
  const said: unknown[] = [];
  const { run } = cells({ say: (...values: unknown[]) => void said.push(...values) });
  for (const piece of pieces) await run(piece);
  return said;
}

for (const [title, program] of Object.entries(programs)) {
  test(`${title}: cell by cell as in one program`, async () => {
    const expected = await asOneProgram(program);
    assert.ok(expected.length > 1);
    const statements = statementsOf(program);
    assert.deepEqual(await asCells([program]), expected, 'one cell');
    // What declares a function or a variable late is in the same cell only when all of the program is.
    const pieces = title.startsWith('recursion')
      ? [statements.slice(0, 3).join('\n'), ...statements.slice(3)]
      : statements;
    assert.deepEqual(await asCells(pieces), expected, 'a cell per statement');
    for (let cut = 3; cut < statements.length; cut++) {
      assert.deepEqual(
        await asCells([statements.slice(0, cut).join('\n'), statements.slice(cut).join('\n')]),
        expected,
        `two cells, ${cut} statements first`,
      );
    }
  });
}

test('the value of a cell is that of its last expression', async () => {
  const { run } = cells();
  const value = async (js: string): Promise<unknown> => (await run(js)).value;
  assert.equal(await value('1 + 1'), 2);
  assert.equal(await value('const a = 3; a, a + 1;'), 4);
  assert.deepEqual(await value('({ a })'), { a: 3 });
  assert.equal(await value("'text'"), 'text');
  assert.equal(await value('const f = (x) => x * a; f(2)'), 6);
  assert.equal(await value('await (async () => f(3))()'), 9);
  assert.equal(await value('f(1); const b = 1;'), undefined);
  assert.equal(await value('a // a comment\n;'), 3);
  assert.equal(await value('f(4); export { f, OnlyAType };'), 12);
});

test('a cell that declares a name anew gives functions of earlier cells the new value', async () => {
  const { run } = cells();
  await run(
    'const scale = 2; const f = (x) => scale * x; function g() { return h() } function h() { return 1 } class C { v = 1 } const make = () => new C().v;',
  );
  await run('const scale = 3; function h() { return 2 } class C { v = 2 }');
  assert.deepEqual((await run('[f(1), g(), make()]')).value, [3, 2, 2]);
});

test('a name is an error before its declaration, and keeps its old value where an earlier cell declared it', async () => {
  const { run, scope } = cells();
  await assert.rejects(run('const f = () => late; f(); const late = 1;'), /Cannot access 'late' before initialization/);
  assert.ok(!scope.names().has('late'));
  await run('const late = 1; const again = () => late;');
  assert.deepEqual((await run('const before = again(); const late = 2; [before, late]')).value, [1, 2]);
});

test('var begins undefined in every run', async () => {
  const { run } = cells();
  const cell = 'if (flag) { var seen = 1 } seen ?? "none"';
  await run('let flag = true;');
  assert.equal((await run(cell)).value, 1);
  await run('flag = false;');
  assert.equal((await run(cell)).value, 'none');
  assert.equal((await run('early = 5; var early; early')).value, 5);
});

test('imports show what the module exports now, run first, and may be declared anew', async () => {
  let count = 0;
  const counter = {
    __esModule: true,
    get count() {
      return count;
    },
    add() {
      count++;
    },
    default: () => 'default',
  };
  const plain = { value: 1, 'odd name': 2 };
  const { run } = cells({}, { './counter': counter, plain });
  assert.deepEqual(
    (
      await run(
        "const early = count; import { count, add as increase } from './counter'; const read = () => count; increase(); [early, count]",
      )
    ).value,
    [0, 1],
  );
  assert.deepEqual(
    (
      await run(
        "import make, * as all from './counter'; import whole from 'plain'; import { value, 'odd name' as odd, default as same } from 'plain'; increase(); [count, read(), all.count, make(), whole === same, value, odd]",
      )
    ).value,
    [2, 2, 2, 'default', true, 1, 2],
  );
  assert.deepEqual((await run('const count = 50; [count, read()]')).value, [50, 50]);
  assert.deepEqual((await run("import { count } from './counter'; [count, read()]")).value, [2, 2]);
  assert.equal((await run("(await import('plain')).default.value")).value, 1);
});

test('what a failed cell came to is told, and has its values', async () => {
  const { run, scope } = cells({}, { plain: { value: 1 }, './counter': {} });
  await run('const kept = 1;');
  const code =
    'const first = 1, second = 2; class Third {} function fourth() { return kept } const kept = fail(); const fifth = 5;';
  await assert.rejects(run(code), { reached: 3 });
  await assert.rejects(
    run("throw new Error('after imports'); import { value } from 'plain'; import './counter'; const after = 1;"),
    { reached: 2 },
  );
  assert.deepEqual(emitCell(code, new Set(), 'runtime').declaredNames, [
    ['first'],
    ['second'],
    ['Third'],
    ['kept'],
    ['fifth'],
  ]);
  assert.deepEqual((await run('[first, second, typeof Third, fourth()]')).value, [1, 2, 'function', 1]);
  assert.ok(scope.names().has('value') && !scope.names().has('after') && !scope.names().has('fifth'));
});

test('a cell may use the names that the emission would choose', async () => {
  const { run } = cells();
  await run('let a = 1; let a$ = 2; let __cell = 3; let module$ = 4; const all = () => [a, a$, __cell, module$];');
  assert.deepEqual((await run('a = 5; a$ = 6; __cell = 7; module$ = 8; all()')).value, [5, 6, 7, 8]);
});

test('an export is refused in a sentence', () => {
  for (const js of ['export const a = 1', 'export default 1', "export * from 'a'", "export { a } from 'a'"]) {
    assert.throws(() => emitCell(js, new Set(), 'runtime'), { name: 'SyntaxError', message: /leave out `export`/ });
  }
});

test("boxes stay in the engine's fast mode, however often their variables change kind", async () => {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--allow-natives-syntax');
  const isFast = vm.runInThisContext('(o) => %HasFastProperties(o)') as (object: object) => boolean;
  const { run, scope } = cells({}, { module: { __esModule: true, x: 1 } });
  for (const cell of [
    'let x = 1;',
    'x = 0.5;',
    "import { x } from 'module';",
    'const x = [];',
    'function x() {}',
    "import * as x from 'module';",
    'x',
  ]) {
    await run(cell);
    assert.ok(isFast(scope.box('x')), cell);
  }
});
