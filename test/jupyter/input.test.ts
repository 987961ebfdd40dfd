import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Execution, type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { root } from '../support.js';

let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: root });
  await kernel.execute(
    "import * as fs from 'node:fs';\nimport * as readline from 'node:readline';\nimport * as promises from 'node:readline/promises';\n" +
      "import { text } from 'node:stream/consumers';\nimport { once } from 'node:events';\nimport { promisify } from 'node:util';\n" +
      "import { execFileSync, spawn } from 'node:child_process';\nconst kept = 41;",
  );
});
after(() => kernel.shutdown());

const shownBy = ({ outputs, error }: Execution): unknown => {
  assert.equal(error, undefined, error?.traceback.join('\n'));
  const result = outputs.find((output) => output.output_type === 'execute_result');
  return result && 'data' in result ? result.data['text/plain'] : undefined;
};

/** Answers questions with texts in turn, and remembers what was asked. */
function answering(...answers: string[]) {
  const asked: string[] = [];
  return {
    asked,
    onInput: (prompt: string) => {
      asked.push(prompt);
      return answers.shift() ?? 'no more';
    },
  };
}

/** Ways to read standard input; each gives 'Ada' when the reader types that. */
const ways: [string, string][] = [
  [
    'readline/promises',
    "await promises.createInterface({ input: process.stdin, output: process.stdout }).question('name? ')",
  ],
  [
    'a callback of readline',
    "let name = '';\nreadline.createInterface({ input: process.stdin }).question('name? ', (answer) => { name = answer; console.log('got', name); });",
  ],
  [
    'promisified readline',
    "const interfaced = readline.createInterface(process.stdin);\nawait promisify(interfaced.question).call(interfaced, 'name? ')",
  ],
  [
    'lines of readline',
    "let found = '';\nfor await (const line of readline.createInterface({ input: process.stdin })) { found = line; break; }\nfound",
  ],
  ['a line event', "const [heard] = await once(readline.createInterface({ input: process.stdin }), 'line'); heard"],
  [
    'data of process.stdin',
    "const datum = await new Promise((done) => process.stdin.once('data', done)); String(datum).trim()",
  ],
  [
    'an iteration over process.stdin',
    "let part = '';\nfor await (const chunk of process.stdin) { part = String(chunk).trim(); break; }\npart",
  ],
  [
    'readSync',
    'const bytes = new Uint8Array(10);\nString.fromCharCode(...bytes.subarray(0, fs.readSync(0, bytes) - 1))',
  ],
  ['readFileSync', "fs.readFileSync(0, 'utf8').trim()"],
  ['readFileSync of /dev/stdin', "fs.readFileSync('/dev/stdin', { encoding: 'utf8' }).trim()"],
  ['readFile', "await new Promise((done) => fs.readFile(0, 'utf8', (_error, read) => done(read.trim())))"],
  ['promised readFile', "(await fs.promises.readFile('/dev/stdin', 'utf8')).trim()"],
];

for (const [name, code] of ways) {
  test(`${name}: the reader is asked where the front end can ask, else the cell fails at once`, {
    timeout: 20_000,
  }, async () => {
    const { asked, onInput } = answering('Ada');
    const execution = await kernel.execute(code, { onInput });
    if (name === 'a callback of readline') {
      assert.deepEqual(execution.outputs, [{ output_type: 'stream', name: 'stdout', text: 'got Ada\n' }]);
    } else assert.equal(shownBy(execution), "'Ada'");
    assert.deepEqual(asked, [code.includes('name? ') ? 'name? ' : '']);
    const { error } = await kernel.execute(code);
    assert.deepEqual([error?.ename, /takes no questions/.test(String(error?.evalue))], ['InputError', true]);
    assert.match(error!.traceback.join('\n'), /cell \[\d+\], line \d/);
  });
}

test('what reads to the end of input, or listens for it, fails at once where nobody can be asked', {
  timeout: 20_000,
}, async () => {
  for (const code of [
    'await text(process.stdin)',
    "await new Promise((done) => process.stdin.resume().on('end', done))",
    'process.stdin.pipe(process.stdout); await new Promise(() => {})',
  ]) {
    assert.equal((await kernel.execute(code)).error?.ename, 'InputError', code);
  }
  assert.equal(shownBy(await kernel.execute('process.stdin.read()')), undefined);
});

test('a child process with the kernel’s standard input finds it empty', { timeout: 20_000 }, async () => {
  const read = JSON.stringify("process.stdin.on('data', () => {}).on('end', () => console.log('empty'))");
  assert.equal(
    shownBy(
      await kernel.execute(
        `execFileSync(process.execPath, ['-e', ${read}], { stdio: ['inherit', 'pipe', 'inherit'] }).toString()`,
      ),
    ),
    "'empty\\n'",
  );
});

test('questions follow each other, also from callbacks, each answer where it belongs', async () => {
  // Questions and printed text come through two sockets, between which there is no order.
  const prompts: string[] = [];
  const answers = ['1', '2', '3'];
  const { outputs } = await kernel.execute(
    "const ask = readline.createInterface({ input: process.stdin });\nconsole.log('begin');\n" +
      "ask.question('a', (a) => { console.log(a); ask.question('b', (b) => { console.log(b); ask.question('c', (c) => console.log(c)); }); });",
    {
      onInput: (prompt) => {
        prompts.push(prompt);
        return answers.shift()!;
      },
    },
  );
  assert.deepEqual(prompts, ['a', 'b', 'c']);
  assert.deepEqual(outputs, [{ output_type: 'stream', name: 'stdout', text: 'begin\n1\n2\n3\n' }]);
});

test('an interface that is only made, or left over, asks for nothing', async () => {
  const { asked, onInput } = answering();
  await kernel.execute('const idle = promises.createInterface({ input: process.stdin });', { onInput });
  await kernel.execute('await new Promise((done) => setTimeout(done, 200));', { onInput });
  assert.deepEqual(asked, []);
  assert.equal(shownBy(await kernel.execute("await idle.question('?')", answering('yes'))), "'yes'");
});

test('lines are asked for as long as a loop reads them', async () => {
  const { asked, onInput } = answering('1', '2', 'end');
  const code =
    "let sum = 0;\nfor await (const line of readline.createInterface({ input: process.stdin })) {\n  if (line === 'end') break;\n  sum += Number(line);\n}\nsum";
  assert.equal(shownBy(await kernel.execute(code, { onInput })), '3');
  assert.equal(asked.length, 3);
});

test('an interrupt ends a cell that waits for an answer, and the next question gets its own', {
  timeout: 30_000,
}, async () => {
  const waiting = [
    "await promises.createInterface({ input: process.stdin }).question('?')",
    "readline.createInterface({ input: process.stdin }).question('?', () => undefined);",
    "await once(process.stdin, 'data')",
    "fs.readFileSync(0, 'utf8')",
    'for await (const line of readline.createInterface({ input: process.stdin })) console.log(line);',
  ];
  for (const code of waiting) {
    let ask = (): void => undefined;
    const asked = new Promise<void>((done) => (ask = done));
    const running = kernel.execute(code, {
      onInput: () => {
        ask();
        return new Promise<string>(() => undefined);
      },
    });
    await asked;
    await kernel.interrupt();
    assert.equal((await running).error?.ename, 'Interrupted', code);
    const { asked: more, onInput } = answering();
    assert.equal(
      shownBy(await kernel.execute('await new Promise((done) => setTimeout(done, 150)); kept', { onInput })),
      '41',
    );
    assert.deepEqual(more, [], code);
    assert.equal(
      shownBy(
        await kernel.execute(
          "await promises.createInterface({ input: process.stdin }).question('?')",
          answering('next'),
        ),
      ),
      "'next'",
    );
  }
  await sleep(50);
  assert.deepEqual(await kernel.uncaught(), []);
});
