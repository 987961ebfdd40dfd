import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserName, browserNames } from '../site/browser.js';
import { type PageSession, pageSession } from './page-session.js';

/** The page's promise is half a second; the rest is room for a machine that runs other tests. */
const patience = 2000;

const imports = `import { descend, meanFieldDescent } from 'microcanon/flow';
import { autocovariance } from 'microcanon/energy';
import { gaussian } from 'microcanon/model';
import { targetEnergy } from 'microcanon/expectation';
import { key } from 'microcanon/random';
let kept = 41;
let turns = 0;`;

const cells: Readonly<Record<string, string>> = {
  'an await': 'await new Promise(() => {});',
  'a loop of awaits': 'while (true) {\n  await new Promise((done) => setTimeout(done, 5));\n  turns++;\n}',
  'a loop of awaits that never yields to a timer': 'while (true) {\n  await null;\n  turns++;\n}',
  'a value that awaits before it shows itself': '({ toMimeBundle: () => new Promise(() => undefined) })',
  'an asynchronous iteration':
    'async function* steps() {\n  while (true) {\n    await new Promise((done) => setTimeout(done, 5));\n    yield turns++;\n  }\n}\nfor await (const step of steps()) {}',
  'a descent of many paths':
    'const flow = meanFieldDescent(autocovariance({ signalLength: 1024 }), [0.1, 1], { stepSize: 10 });\nawait descend(flow, gaussian({ signalLength: 1024 }).sample(key(1), 500), 100_000);',
  'a mean energy over many paths':
    'await targetEnergy(autocovariance({ signalLength: 1024 }), gaussian({ signalLength: 1024 }), key(1), 1_000_000);',
  'a cell that catches the interrupt and awaits for ever':
    'try {\n  await new Promise(() => {});\n} catch {}\nawait new Promise(() => {});',
};

async function value(page: PageSession, code: string): Promise<unknown> {
  const { outputs } = await page.run(code);
  const [output] = outputs;
  return output?.output_type === 'execute_result' ? output.data['text/plain'] : output;
}

async function stops(t: TestContext, name: BrowserName): Promise<void> {
  const page = await pageSession(t, name);
  if (page === undefined) return;
  assert.deepEqual((await page.run(imports)).outputs, []);
  for (const [what, code] of Object.entries(cells))
    await t.test(what, async (part) => {
      const { ended } = await page.begin(`console.log('begun');\n${code}`);
      await sleep(100);
      const start = performance.now();
      await page.post({ kind: 'stop' });
      const { status, outputs } = await ended;
      const stopped = performance.now() - start;
      part.diagnostic(`stopped in ${stopped.toFixed(0)} ms`);
      assert.equal(status, 'stopped', JSON.stringify(outputs));
      const error = outputs.at(-1);
      assert.equal(error?.output_type === 'error' && error.ename, 'Interrupted');
      assert.ok(stopped < patience, `stopped after ${stopped} ms`);
      assert.equal(await value(page, 'kept'), '41');
      const turns = await value(page, 'turns');
      await sleep(50);
      assert.equal(await value(page, 'turns'), turns, 'the loop does not go on behind the next cell');
    });
  await t.test('a stopped cell runs its finally blocks, and its declarations stay', async () => {
    const { ended } = await page.begin(
      "const before = 5;\nconsole.log('begun');\ntry {\n  await new Promise(() => {});\n} finally {\n  console.log('cleaned up');\n}",
    );
    await page.post({ kind: 'stop' });
    const { outputs } = await ended;
    assert.deepEqual(outputs[0], { output_type: 'stream', name: 'stdout', text: 'begun\ncleaned up\n' });
    assert.equal(await value(page, 'before'), '5');
  });
  await t.test('a stop drops the runs that wait, and a stop of nothing does nothing', async () => {
    const [running, waiting] = [
      await page.begin("console.log('begun');\nawait new Promise(() => {});"),
      page.run("console.log('never');"),
    ];
    await page.post({ kind: 'stop' });
    assert.equal((await running.ended).status, 'stopped');
    const { status, outputs } = await waiting;
    assert.deepEqual({ status, outputs }, { status: 'stopped', outputs: [] });
    await page.post({ kind: 'stop' });
    assert.equal(await value(page, 'kept + 1'), '42');
  });
}

for (const name of browserNames) test(`a stop ends cells in ${name} and keeps the session`, (t) => stops(t, name));

async function stopsThreads(t: TestContext, name: BrowserName): Promise<void> {
  const page = await pageSession(t, name, { isIsolated: true });
  if (page === undefined) return;
  await page.run(imports);
  const count = Number(await value(page, "import { workerCount } from 'microcanon/parallel';\nworkerCount()"));
  t.diagnostic(`${count} threads`);
  assert.ok(count >= 1);
  assert.equal(await value(page, 'typeof SharedArrayBuffer'), "'function'");
  const descent = (stepCount: number): string =>
    `await descend(meanFieldDescent(autocovariance({ signalLength: 256 }), [0.1, 1], { stepSize: 10 }), gaussian({ signalLength: 256 }).sample(key(1), 64), ${stepCount});`;
  const { ended } = await page.begin(`console.log('begun');\n${descent(10_000_000)}`);
  await sleep(200);
  const start = performance.now();
  await page.post({ kind: 'stop' });
  assert.equal((await ended).status, 'stopped');
  const stopped = performance.now() - start;
  t.diagnostic(`stopped in ${stopped.toFixed(0)} ms`);
  assert.ok(stopped < patience, `stopped after ${stopped} ms`);
  assert.equal((await page.run(descent(2))).status, 'ok', 'threads compute again');
}

for (const name of browserNames)
  test(`a stop ends threads of a page that has them, in ${name}`, (t) => stopsThreads(t, name));
