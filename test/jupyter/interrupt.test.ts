import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Execution, type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { root } from '../support.js';

/** The project's promise is half a second; the rest is room for a machine that runs other tests. */
const patience = 2000;

let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: root });
  await kernel.execute('let kept = 41;\nlet turns = 0;');
});
after(() => kernel.shutdown());

/** Begins a cell, and waits until it prints something. */
async function begun(code: string): Promise<{ readonly ended: Promise<Execution> }> {
  let onOutput = (): void => undefined;
  const hasPrinted = new Promise<void>((resolve) => (onOutput = resolve));
  const ended = kernel.execute(code, { onOutput });
  await hasPrinted;
  return { ended };
}

async function value(code: string): Promise<unknown> {
  const { outputs } = await kernel.execute(code);
  const [output] = outputs;
  return output?.output_type === 'execute_result' ? output.data['text/plain'] : output;
}

const cells: [string, string][] = [
  ['a synchronous loop', 'while (true) turns++;'],
  ['a synchronous loop that catches everything', 'while (true) {\n  try { while (true) turns++; } catch {}\n}'],
  ['an await', 'await new Promise(() => {});'],
  ['a loop after an await', 'await new Promise((done) => setTimeout(done, 5));\nwhile (true) turns++;'],
  ['a loop of awaits', 'while (true) {\n  await new Promise((done) => setTimeout(done, 5));\n  turns++;\n}'],
  ['a loop of awaits that never yields to a timer', 'while (true) {\n  await null;\n  turns++;\n}'],
  ['a value that shows itself for ever', '({ toMimeBundle() { while (true) turns++; } })'],
  ['a value that awaits before it shows itself', '({ toMimeBundle: () => new Promise(() => undefined) })'],
  [
    'an asynchronous iteration',
    'async function* steps() {\n  while (true) {\n    await new Promise((done) => setTimeout(done, 5));\n    yield turns++;\n  }\n}\nfor await (const step of steps()) {}',
  ],
];

for (const [name, code] of cells) {
  test(`an interrupt stops ${name} and keeps the session`, async (t) => {
    const { ended } = await begun(`console.log('begun');\n${code}`);
    await sleep(100);
    const start = performance.now();
    await kernel.interrupt();
    const answered = performance.now() - start;
    const { status, error } = await ended;
    const stopped = performance.now() - start;
    t.diagnostic(`answered in ${answered.toFixed(0)} ms, stopped in ${stopped.toFixed(0)} ms`);
    assert.equal(status, 'error');
    assert.equal(error?.ename, 'Interrupted');
    assert.ok(stopped < patience, `stopped after ${stopped} ms`);
    assert.equal(await value('kept'), '41');
    const turns = await value('turns');
    await sleep(50);
    assert.equal(await value('turns'), turns, 'the loop does not go on behind the next cell');
  });
}

test('an interrupt stops a computation in worker threads', async () => {
  const tasks = JSON.stringify(join(root, 'dist', 'test', 'parallel', 'pool-tasks.js'));
  await kernel.execute(
    [
      "import { runShards } from 'microcanon/parallel';",
      "import { sharedVector } from 'microcanon/array';",
      'const running = sharedVector(1);',
      `const { spinForever } = require(${tasks});`,
    ].join('\n'),
  );
  const { ended } = await begun(
    'const shards = runShards(spinForever, [{ running }, { running }]);\n' +
      'while (running[0] === 0) await new Promise((done) => setTimeout(done, 5));\nconsole.log("begun");\nawait shards;',
  );
  const start = performance.now();
  await kernel.interrupt();
  assert.equal((await ended).error?.ename, 'Interrupted');
  assert.ok(performance.now() - start < patience);
  // Threads that do not listen have 0.3 s to stop before they are ended.
  await sleep(700);
  const ticks = await value('running[0]');
  await sleep(50);
  assert.equal(await value('running[0]'), ticks);
});

test('an interrupted cell runs its finally blocks', async () => {
  const { ended } = await begun(
    "console.log('begun');\ntry {\n  await new Promise(() => {});\n} finally {\n  console.log('cleaned up');\n}",
  );
  await kernel.interrupt();
  const { outputs } = await ended;
  assert.deepEqual(outputs[0], { output_type: 'stream', name: 'stdout', text: 'begun\ncleaned up\n' });
});

test('a signal from outside stops a synchronous loop and an await', async () => {
  for (const code of ['while (true) turns++;', 'await new Promise(() => {});']) {
    const { ended } = await begun(`console.log('begun');\n${code}`);
    await sleep(100);
    kernel.process.kill('SIGINT');
    assert.equal((await ended).error?.ename, 'Interrupted');
  }
});

test('an interrupt that comes while a cell is compiled stops the cell', async () => {
  const running = kernel.execute('await new Promise(() => undefined);');
  await kernel.interrupt();
  assert.equal((await running).error?.ename, 'Interrupted');
  assert.equal(await value('kept'), '41');
});

test('an interrupt of an idle kernel does nothing', async () => {
  await kernel.interrupt();
  assert.equal(await value('kept + 1'), '42');
});

test('a cell that outlives its time is stopped and says so', async () => {
  await assert.rejects(
    kernel.execute('while (true) turns++;', { timeoutSeconds: 0.3 }),
    /the cell ran longer than 0\.3 s and was interrupted/,
  );
  assert.equal(await value('kept'), '41');
});
