import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Execution, type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { root } from '../support.js';

async function kernelFor(t: TestContext): Promise<KernelClient> {
  const kernel = await startKernel({ cwd: root });
  t.after(() => kernel.shutdown());
  return kernel;
}

function stderrOf({ outputs }: Execution): string {
  return outputs
    .map((output) => (output.output_type === 'stream' && output.name === 'stderr' ? output.text : ''))
    .join('');
}

async function assertAlive(kernel: KernelClient): Promise<void> {
  const { outputs } = await kernel.execute('kept');
  assert.ok(
    outputs.some((output) => output.output_type === 'execute_result' && output.data['text/plain'] === '41'),
    JSON.stringify(outputs),
  );
}

/** A kernel that several tests share, with cells counted from here on, as a new kernel would count them. */
async function fromHere(kernel: KernelClient) {
  const { executionCount: earlier } = await kernel.execute('void 0;');
  /** What a cell prints as errors; it ends well, unless it throws itself. */
  async function stderr(code: string): Promise<string> {
    const execution = await kernel.execute(code);
    assert.equal(execution.status, /^throw /m.test(code) ? 'error' : 'ok');
    return stderrOf(execution).replace(/cell \[(\d+)\]/g, (_, cell) => `cell [${cell - earlier}]`);
  }
  return {
    stderr,
    uncaught: async () =>
      (await kernel.uncaught())
        .filter(({ cell }) => cell > earlier)
        .map((error) => ({ ...error, cell: error.cell - earlier })),
  };
}

const rejection = "async function load(): Promise<void> { throw new RangeError('no such file'); }\nvoid load();";
const wait = 'await new Promise((done) => setTimeout(done, 60));';

/** Cells after which something of a package, or of the cell, would end a process at the first uncaught error. */
const dangers: [string, string][] = [
  [
    'a tensor energy was made',
    "import { tensorEnergy } from 'microcanon/energy';\nconst own = await tensorEnergy({ signalLength: 64, values: (x) => x.square().mean(1) });",
  ],
  [
    'a cell loaded the WebAssembly backend itself',
    "import * as tf from '@tensorflow/tfjs';\nimport { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';\n" +
      "setWasmPaths(require.resolve('@tensorflow/tfjs-backend-wasm/package.json').replace('package.json', 'dist/'));\nawait tf.setBackend('wasm');",
  ],
  [
    'a handler throws the error again',
    "for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, (error: unknown) => { throw error; });",
  ],
  [
    'a handler throws an error of its own',
    "process.on('uncaughtException', () => { throw new Error('second'); });\nprocess.on('unhandledRejection', async () => { throw new Error('third'); });",
  ],
  [
    'a handler ends the process',
    "process.on('uncaughtException', () => process.exit(1));\nprocess.on('unhandledRejection', () => process.abort());",
  ],
  [
    'a handler ends the process later',
    "process.on('uncaughtException', () => void setTimeout(() => process.exit(1), 5));\nprocess.on('unhandledRejection', async () => { await null; process.kill(process.pid); });",
  ],
  ['a capture callback throws', 'process.setUncaughtExceptionCaptureCallback((error) => { throw error; });'],
  ['a monitor throws', "process.on('uncaughtExceptionMonitor', () => { throw new Error('fourth'); });"],
  [
    'all handlers were removed',
    "process.removeAllListeners('uncaughtException');\nprocess.removeAllListeners('unhandledRejection');",
  ],
];

/** Takes away what the cells of `dangers` add to the process. */
const harmless =
  "for (const event of ['uncaughtException', 'unhandledRejection', 'uncaughtExceptionMonitor']) process.removeAllListeners(event);\n" +
  'process.setUncaughtExceptionCaptureCallback(null);';

// Packages cannot be taken out of a process again: their tests have kernels of their own.
let endangered: KernelClient | undefined;
after(() => endangered?.shutdown());

for (const [name, danger] of dangers) {
  test(`the kernel lives on after a rejection, an error in a timer and an interrupt, where ${name}`, async (t) => {
    if (!danger.includes('import ')) endangered ??= await startKernel({ cwd: root });
    const kernel = danger.includes('import ') ? await kernelFor(t) : endangered!;
    const { stderr } = await fromHere(kernel);
    const { error } = await kernel.execute(`const kept = 41;\n${danger}`);
    assert.equal(error, undefined, error?.traceback.join('\n'));
    assert.match(await stderr(rejection), /Uncaught: RangeError: no such file\n {4}at load \(cell \[2\]:1:\d+\)/);
    const thrown = await stderr(`setTimeout(() => { throw new Error('in a timer'); }, 5);\n${wait}`);
    if (!name.includes('capture')) assert.match(thrown, /Uncaught: Error: in a timer\n.*cell \[3\]:1/);
    const background = 'void (async () => { for (;;) await new Promise((done) => setTimeout(done, 5)); })();';
    let onOutput = (): void => undefined;
    const hasBegun = new Promise<void>((resolve) => (onOutput = resolve));
    const running = kernel.execute(`${background}\nconsole.log('begun');\nawait new Promise(() => undefined);`, {
      onOutput,
    });
    await hasBegun;
    await sleep(100);
    await kernel.interrupt();
    assert.equal((await running).error?.ename, 'Interrupted');
    await assertAlive(kernel);
    assert.equal((await kernel.execute(harmless)).error, undefined);
  });
}

test('a handler that a cell adds is called with what is uncaught', async () => {
  endangered ??= await startKernel({ cwd: root });
  const kernel = endangered;
  await kernel.execute(
    "const seen: string[] = [];\nprocess.on('unhandledRejection', (reason) => void seen.push(String(reason)));",
  );
  await kernel.execute(rejection);
  const { outputs } = await kernel.execute('seen');
  assert.ok(
    outputs.some(
      (output) =>
        output.output_type === 'execute_result' && output.data['text/plain'] === "[ 'RangeError: no such file' ]",
    ),
    JSON.stringify(outputs),
  );
  assert.equal((await kernel.execute(harmless)).error, undefined);
});

test('a tensor energy leaves the handlers of a process as they are, on a worker thread too', () => {
  const make = `
    const counts = () => ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event)).join();
    const before = counts();
    require(${JSON.stringify(join(root, 'dist', 'lib', 'energy'))}).tensorEnergy({ signalLength: 64, values: (x) => x.square().mean(1) })
      .then(() => console.log(before === counts() && process.on === Object.getPrototypeOf(process).on));`;
  const inWorker = `new (require('node:worker_threads').Worker)(${JSON.stringify(make)}, { eval: true });`;
  for (const script of [make, inWorker]) {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: root });
    assert.equal(stdout, 'true\n', stderr);
  }
});

// The tests below leave the handlers of the process alone, and share one kernel.
let shared: KernelClient;
before(async () => {
  shared = await startKernel({ cwd: root });
});
after(() => shared.shutdown());

test('a rejection that nobody awaits is shown before its cell ends, whatever it is', async () => {
  const { stderr, uncaught } = await fromHere(shared);
  const check =
    "import assert from 'node:assert/strict';\nasync function check() { assert.equal(1, 2, 'the check that fails') }\ncheck();\nconst fine = 1;";
  assert.match(
    await stderr(check),
    /^Uncaught: AssertionError: the check that fails[^]* {4}at check \(cell \[1\]:2:\d+\)\n {4}at cell \[1\]:3:1\n/,
  );
  assert.match(await stderr("Promise.reject('a text'); fine"), /Uncaught: .*a text/);
  assert.match(await stderr(`${wait}\nvoid Promise.resolve().then(() => JSON.parse('{'));`), /Uncaught: SyntaxError/);
  assert.match(
    await stderr("void Promise.reject(new Error('lost'));\nthrow new Error('its own');"),
    /Uncaught: Error: lost/,
  );
  assert.deepEqual(
    (await uncaught()).map(({ cell, ename, isShown }) => [cell, ename, isShown]),
    [
      [1, 'AssertionError', true],
      [2, 'Error', true],
      [3, 'SyntaxError', true],
      [4, 'Error', true],
    ],
  );
});

test('a rejection that the cell handles shows nothing, however late in the cell', async () => {
  const { stderr, uncaught } = await fromHere(shared);
  const cells = [
    "const early = Promise.reject(new Error('a'));\nearly.catch(() => undefined);",
    `const late = Promise.reject(new Error('b'));\n${wait}\ntry { await late; } catch {}`,
    `const settled = [Promise.reject(new Error('c')), Promise.reject(new Error('d'))];\n${wait}\nawait Promise.allSettled(settled);`,
  ];
  for (const code of cells) assert.equal(await stderr(code), '');
  assert.deepEqual(await uncaught(), []);
});

test('an error that comes after its cell has ended is shown by the cell that runs, and named by the cell it comes from', async () => {
  const { stderr, uncaught } = await fromHere(shared);
  await stderr(
    "async function later() {\n  await new Promise((done) => setTimeout(done, 600));\n  throw new Error('late');\n}\nvoid later();",
  );
  const second = await stderr('await new Promise((done) => setTimeout(done, 1000));');
  assert.match(second, /Uncaught: Error: late\n {4}at later \(cell \[1\]:3:9\)/);
  await stderr("setTimeout(() => { throw new TypeError('very late'); }, 200);");
  assert.deepEqual(
    (await uncaught()).map(({ cell, evalue, isShown }) => [cell, evalue, isShown]),
    [
      [1, 'late', true],
      [3, 'very late', false],
    ],
  );
});

test('a cell may catch what an earlier cell left: before it is shown nothing is said, afterwards that it is caught', async () => {
  const { stderr, uncaught } = await fromHere(shared);
  await stderr(
    "const running = (async () => { await new Promise((done) => setTimeout(done, 300)); throw new Error('in time'); })();",
  );
  assert.equal(await stderr('try { await running; } catch {}'), '');
  assert.match(await stderr("const failed = Promise.reject(new Error('shown'));"), /Uncaught: Error: shown/);
  assert.match(await stderr('try { await failed; } catch {}'), /^Caught now: the Error of cell \[3\]/);
  assert.deepEqual(await uncaught(), []);
});

test('a rejection whose reason cannot be read, or is no error, is shown with its cell and spoils no later cell', async () => {
  const { stderr } = await fromHere(shared);
  const reasons = [
    "{ get stack(): string { throw new Error('trap'); }, message: 'odd' }",
    "new Proxy({}, { get() { throw new Error('trap'); }, has() { throw new Error('trap'); } })",
    "new (class extends Error { override get name(): string { throw new Error('trap'); } })('odd')",
    "Symbol('odd')",
    "'odd'",
  ];
  for (const reason of reasons) {
    assert.match(await stderr(`void Promise.reject(${reason});`), /Uncaught: [^]*cell \[\d+\]/, reason);
    assert.equal((await shared.execute(`throw ${reason};`)).error?.ename, 'Error', reason);
    assert.deepEqual((await shared.execute('void 0;')).outputs, [], reason);
  }
});

test('an error that gathers others shows these, and the line of the cell where the first of them lies', async () => {
  const { stderr } = await fromHere(shared);
  const shown = await stderr(
    "const none = 0;\nvoid Promise.any([Promise.reject(new Error('first')), Promise.reject(new Error('second'))]);",
  );
  assert.match(
    shown,
    /Uncaught: AggregateError: [^]*cell \[1\], line 2:[^]*One of its errors: Error: first\n {4}at cell \[1\]:2:34\n[^]*Error: second/,
  );
});
