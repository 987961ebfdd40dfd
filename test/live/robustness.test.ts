import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CellOutput } from '../../lib/cell/index.js';
import { type BrowserName, browserNames } from '../site/browser.js';
import { type PageRun, type PageSession, pageSession } from './page-session.js';

const textsOf = (outputs: readonly CellOutput[]): string =>
  outputs.map((output) => (output.output_type === 'stream' ? output.text : '')).join('');

const errorOf = ({ outputs }: PageRun): string | undefined => {
  const last = outputs.at(-1);
  return last?.output_type === 'error' ? `${last.ename}: ${last.evalue}` : undefined;
};

/** What the worker has printed for a run so far, after the run's end too. */
async function printed(page: PageSession, run: number): Promise<string> {
  const messages = await page.messages();
  return messages
    .map((message) => (message.kind === 'message' && message.run === run ? (message.content.text ?? '') : ''))
    .join('');
}

type Part = (page: PageSession) => Promise<void>;

const parts: Readonly<Record<string, Part>> = {
  async 'a cell may have a console of its own, or change what the console does'(page) {
    const own = await page.run("const console = { log: () => undefined };\nconsole.log('unseen');\n'shown'");
    assert.deepEqual(textsOf(own.outputs), '');
    const changed = await page.run(
      "const { log } = globalThis.console;\nglobalThis.console.log = (...values: unknown[]) => log('>', ...values);\nglobalThis.console.log('a');",
    );
    assert.equal(textsOf(changed.outputs), '> a\n');
    await page.run('globalThis.console.log = log;');
    const lost = await page.run(
      'const kept = globalThis.console;\n(globalThis as any).console = undefined;\n({ bad: 1, toMimeBundle: () => ({ bad: 1 }) })',
    );
    assert.match(errorOf(lost) ?? '', /TypeError/);
    await page.run('globalThis.console = kept;');
  },
  async 'a cell may take away what the worker has of its own'(page) {
    await page.run('(globalThis as any).postMessage = undefined; (globalThis as any).onmessage = () => undefined;');
    const { outputs, status } = await page.run("'still here'");
    assert.equal(status, 'ok');
    assert.equal(outputs.length, 1);
  },
  async 'a hundred thousand lines come whole, in few messages'(page) {
    const { run, outputs } = await page.run("for (let i = 0; i < 100_000; i++) globalThis.console.log('line', i);");
    const [output] = outputs;
    assert.equal(outputs.length, 1);
    assert.equal(textsOf(outputs).split('\n').length, 100_001);
    const count = (await page.messages()).filter((message) => message.kind === 'message' && message.run === run).length;
    assert.ok(count < 5000, `${count} messages`);
    assert.equal(output.output_type, 'stream');
  },
  async 'one text of ten megabytes comes whole'(page) {
    const { outputs } = await page.run("globalThis.console.log('x'.repeat(10_000_000));");
    assert.equal(textsOf(outputs).length, 10_000_001);
  },
  async 'what a cell prints after its end belongs to it, until another cell begins'(page) {
    const { run } = await page.run("setTimeout(() => globalThis.console.log('late'), 30);");
    await sleep(150);
    assert.equal(await printed(page, run), 'late\n');
    // The print waits for the next cell, however long the page takes to begin it.
    await page.run(
      "const timer = setInterval(() => { if ('begun' in globalThis) { clearInterval(timer); globalThis.console.log('later'); } }, 10);",
    );
    const next = await page.run(
      '(globalThis as any).begun = true; await new Promise((done) => setTimeout(done, 500)); delete (globalThis as any).begun;',
    );
    assert.equal(textsOf(next.outputs), 'later\n');
  },
  async 'a promise that is rejected after the end of its cell is shown with the line of its cell, once, and not at all if it is handled'(
    page,
  ) {
    const { run } = await page.run(
      "setTimeout(() => {\n  Promise.reject(new RangeError('too late'));\n}, 20);\nconst handled = Promise.reject(new Error('handled'));\nhandled.catch(() => undefined);",
    );
    await sleep(400);
    const text = await printed(page, run);
    assert.match(text, /^Uncaught: RangeError: too late\n {4}at cell \[\d+\]:2:\d+\n/);
    assert.doesNotMatch(text, /handled\n/);
    assert.equal(text.split('too late').length, 3);
    const late = await page.run("const late = Promise.reject(new Error('first'));");
    assert.match(textsOf(late.outputs), /^Uncaught: Error: first/);
    const caught = await page.run('late.catch(() => undefined);\nawait new Promise((done) => setTimeout(done, 30));');
    assert.match(textsOf(caught.outputs), /^Caught now: the Error of cell/);
  },
  async 'whatever a cell throws, the session lives'(page) {
    const thrown: Readonly<Record<string, string>> = {
      'throw null;': 'Error: null',
      'throw undefined;': 'Error: undefined',
      'throw Symbol("s");': 'Error: Symbol(s)',
      'throw new Proxy({}, { get() { throw new Error("trap"); } });': '',
      'throw Object.defineProperty(new Error("x"), "message", { get() { throw new Error("getter"); } });': 'Error: ',
      'throw Object.assign(new Error("x"), { stack: 5 });': 'Error: x',
      'throw Object.create(null);': '',
      'const deep = (): number => deep() + 1;\ndeep();': '',
    };
    for (const [code, expected] of Object.entries(thrown)) {
      const run = await page.run(code);
      assert.equal(run.status, 'error', code);
      assert.ok(errorOf(run)?.startsWith(expected), `${code}: ${errorOf(run)}`);
    }
    for (const code of [
      '({ toString: null, [Symbol.toPrimitive]: 5 })',
      'new Proxy({}, { get() { throw new Error("trap"); } })',
      '({ get a() { throw new Error("getter"); } })',
    ])
      assert.equal((await page.run(code)).run > 0, true);
    assert.equal((await page.run('1 + 1')).status, 'ok');
  },
  async 'an import that is not there says so'(page) {
    assert.match(errorOf(await page.run("import { x } from 'no-such-package';")) ?? '', /no-such-package/);
    assert.match(
      errorOf(await page.run("import { nothing } from 'microcanon/array';\nnothing(1);")) ?? '',
      /ReferenceError: .*nothing/,
    );
  },
  async 'names of other languages, new names without const and text that is no TypeScript get advice'(page) {
    const advice = async (code: string): Promise<string | undefined> => {
      const last = (await page.run(code)).outputs.at(-1);
      return last?.output_type === 'error' ? last.traceback.at(-1) : undefined;
    };
    assert.match((await advice('print(1)')) ?? '', /^Advice: write console\.log/);
    assert.match((await advice('fresh = 3;')) ?? '', /^Advice: a new name needs const, .*const fresh = 3/);
    assert.match((await advice('def f(x):\n  return x')) ?? '', /^Advice: write function f/);
    assert.doesNotMatch((await advice('nobody(1)')) ?? '', /^Advice/);
  },
  async 'names of declarations and uses are those of variables that cells share'(page) {
    await page.run('const a = 1;\nlet b = 2;\nfunction f() { return a; }');
    const { declares, uses } = await page.run(
      "import { vector } from 'microcanon/array';\nb += a;\nconst inner = (a: number) => { const local = a; return local + f(); };\nglobalThis.Math.abs(1);",
    );
    assert.deepEqual([...declares].sort(), ['b', 'inner', 'vector']);
    assert.deepEqual([...uses].sort(), ['a', 'b', 'f']);
    const broken = await page.run('const broken = ;');
    assert.deepEqual([broken.declares, broken.uses, broken.status], [[], [], 'error']);
  },
  async 'a part that comes late brings what it brings, and a part that fails says why'(page) {
    await page.post({ kind: 'part', name: 'good', text: 'globalThis.brought = 7;' });
    await page.post({ kind: 'part', name: 'bad', text: 'throw new Error("no part");' });
    const { outputs } = await page.run('(globalThis as any).brought');
    const [output] = outputs;
    assert.equal(output.output_type === 'execute_result' && output.data['text/plain'], '7');
    const answers = (await page.messages()).filter((message) => message.kind === 'part');
    assert.deepEqual(answers, [
      { kind: 'part', name: 'good' },
      { kind: 'part', name: 'bad', error: 'Error: no part' },
    ]);
  },
  async 'display shows in the middle of a cell, and again in place'(page) {
    const { outputs } = await page.run(
      "import { display } from 'microcanon/jupyter';\nawait display([1, 2], 'shown');\nawait display({ a: 1 });\nawait display([3], 'shown');",
    );
    assert.deepEqual(
      outputs.map((output) => output.output_type === 'display_data' && output.data['text/plain']),
      ['[ 3 ]', '{ a: 1 }'],
    );
  },
};

async function holds(t: TestContext, name: BrowserName): Promise<void> {
  const page = await pageSession(t, name);
  if (page === undefined) return;
  for (const [title, part] of Object.entries(parts)) await t.test(title, () => part(page));
  const [ready] = await page.messages();
  assert.equal(ready.kind, 'ready');
}

for (const name of browserNames) test(`a session in ${name} holds, whatever its cells do`, (t) => holds(t, name));
