import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { type CellOutput, type Execution, type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { pythonWith } from '../python.js';
import { root } from '../support.js';

let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: root });
  await kernel.execute(
    "const show = (globalThis as any)[Symbol.for('microcanon.display')];\nimport * as tslab from 'tslab';",
  );
});
after(() => kernel.shutdown());

type Shown = Extract<CellOutput, { data: unknown }>;
const shown = ({ outputs }: Execution): Shown | undefined =>
  outputs.find((output): output is Shown => 'data' in output);
const stderrOf = ({ outputs }: Execution): string =>
  outputs.map((output) => (output.output_type === 'stream' && output.name === 'stderr' ? output.text : '')).join('');
const dataOf = async (bundle: string): Promise<unknown> =>
  shown(await kernel.execute(`({ toMimeBundle: () => (${bundle}) })`))?.data;

test('content of a text type is text, whatever it was', async () => {
  assert.deepEqual(await dataOf("{ 'text/plain': 5 }"), { 'text/plain': '5' });
  assert.deepEqual(await dataOf("{ 'text/html': 5, 'application/vnd.mine': { a: 1 } }"), {
    'text/html': '5',
    'application/vnd.mine': '{"a":1}',
    'text/plain': '[Object]',
  });
  assert.deepEqual(await dataOf("{ 'text/plain': null, 'text/html': [1, 'a'], 'model/gltf+json': [1] }"), {
    'text/plain': 'null',
    'text/html': '[1,"a"]',
    'model/gltf+json': '[1]',
  });
  assert.deepEqual(await dataOf("{ 'text/plain': 1n, 'text/html': Symbol('s'), 'text/latex': Promise.resolve(1) }"), {
    'text/plain': '1n',
    'text/html': 'Symbol(s)',
    'text/latex': 'Promise { 1 }',
  });
  assert.deepEqual(
    await dataOf("(() => { const loop: any = {}; loop.self = loop; return { 'text/plain': loop }; })()"),
    { 'text/plain': '<ref *1> { self: [Circular *1] }' },
  );
});

test('lines, bytes and JSON keep their form; undefined is left out', async () => {
  assert.deepEqual(
    await dataOf(
      "{ 'text/plain': ['a\\n', 'b'], 'text/html': undefined, 'application/json': null, 'application/vnd.a.v1+json': { a: [1] } }",
    ),
    {
      'text/plain': ['a\n', 'b'],
      'application/json': null,
      'application/vnd.a.v1+json': { a: [1] },
    },
  );
  assert.deepEqual(
    await dataOf(
      "{ 'text/plain': '', 'image/png': Buffer.from('png'), 'image/gif': new TextEncoder().encode('gif').buffer, 'image/svg+xml': Buffer.from('<svg/>') }",
    ),
    {
      'text/plain': '',
      'image/png': 'cG5n',
      'image/gif': 'Z2lm',
      'image/svg+xml': '<svg/>',
    },
  );
});

test('a note says what was turned into text, and which key is no MIME type', async () => {
  assert.match(
    stderrOf(await kernel.execute("({ toMimeBundle: () => ({ 'text/html': 5 }) })")),
    /^display: text\/html expects text, got 5; it is shown as text\n$/,
  );
  const mistaken = await kernel.execute("({ toMimeBundle: () => ({ html: '<b>1</b>', 'text/plain': '1' }) })");
  assert.match(stderrOf(mistaken), /expects MIME types such as text\/html as its keys, got 'html'; it is left out/);
  assert.deepEqual(shown(mistaken)?.data, { 'text/plain': '1' });
});

test('what can be shown in no way is an error of the cell that says so', async () => {
  const errors: [string, RegExp][] = [
    [
      "{ 'application/json': { big: 1n } }",
      /application\/json expects a value that JSON can represent, got \{ big: 1n \}/,
    ],
    ["{ 'application/json': () => 1 }", /application\/json expects a value that JSON can represent, got \[Function/],
    [
      "(() => { const loop: any = {}; loop.self = loop; return { 'application/vnd.a+json': loop }; })()",
      /expects a value that JSON can represent/,
    ],
    ["['text/plain']", /expects to return a MIME bundle, got \[ 'text\/plain' \]/],
    ["'text'", /expects to return a MIME bundle, got 'text'/],
    ['(() => { throw new RangeError("no picture"); })()', /^no picture$/],
    ['Promise.reject(new RangeError("no picture"))', /^no picture$/],
  ];
  for (const [bundle, message] of errors) {
    const { error, outputs } = await kernel.execute(`({ toMimeBundle: () => (${bundle}) })`);
    assert.match(String(error?.evalue), message);
    assert.equal(outputs.length, 1, JSON.stringify(outputs));
  }
  assert.match(String((await kernel.execute('show.show(5)')).error?.evalue), /expects a MIME bundle, got 5/);
});

test('a picture carries the bundle’s text as its alternative text', async () => {
  const output = shown(
    await kernel.execute("({ toMimeBundle: () => ({ 'image/png': 'cG5n', 'text/plain': 'A caption' }) })"),
  );
  assert.deepEqual(output?.metadata, { 'image/png': { alt: 'A caption' } });
});

test('notebooks with results, displays and updates of any kind are valid to nbformat and can be written', async (t) => {
  const python = pythonWith(t, 'nbformat');
  if (python === undefined) return;
  const hostile =
    "{ 'text/plain': 5, 'text/html': null, 'image/png': Buffer.from('x'), 'application/vnd.mine': { a: 1n }, 'application/json': 3, plain: 1, 'text/latex': [1], 'text/markdown': ['a'] }";
  const codes = [
    `({ toMimeBundle: () => (${hostile}) })`,
    `show.show(${hostile}, 7); show.update(${hostile}, 7);`,
    "tslab.display.html(5 as any); tslab.display.png(Buffer.from('png') as any);",
    "console.log('half \\ud83d');",
    "throw new Error('half \\ud83d');",
    "throw Object.assign(new Error('x'), { name: 5, message: { a: 1 } });",
    "({ [Symbol.for('nodejs.util.inspect.custom')]: () => 5 })",
  ];
  const cells: object[] = [];
  for (const code of codes) {
    const { outputs, executionCount } = await kernel.execute(code);
    assert.ok(outputs.length > 0, code);
    cells.push({
      id: `c${cells.length}`,
      cell_type: 'code',
      metadata: {},
      source: code,
      outputs,
      execution_count: executionCount,
    });
  }
  const notebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
  const script =
    "import sys, nbformat; n = nbformat.reads(sys.stdin.read(), as_version=4); nbformat.validate(n); nbformat.writes(n).encode('utf8'); print('valid')";
  const { stdout, stderr } = spawnSync(python, ['-c', script], { input: notebook, encoding: 'utf8' });
  assert.equal(stdout, 'valid\n', stderr);
});
