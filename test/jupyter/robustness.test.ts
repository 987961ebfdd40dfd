import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dealer, Request } from 'zeromq';
import { type KernelClient, kernelSpec, startKernel, writeKernelSpec } from '../../lib/jupyter/index.js';
import { header, wire } from '../../lib/jupyter/wire.js';
import { root } from '../support.js';

let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({ cwd: root });
});
after(() => kernel.shutdown());

const shellAddress = (): string => `tcp://127.0.0.1:${kernel.connection.shell_port}`;
const request = (code: string) => ({
  identities: [],
  header: header('execute_request', 'intruder'),
  parent: {},
  metadata: {},
  content: { code, silent: false },
});

test('a message with a wrong signature is not executed and gets no answer', async () => {
  await kernel.execute('let intruded = false;');
  const dealer = new Dealer({ receiveTimeout: 500, linger: 0 });
  dealer.connect(shellAddress());
  await dealer.send(wire('wrong key').pack(request('intruded = true;')));
  await assert.rejects(dealer.receive(), { code: 'EAGAIN' });
  dealer.close();
  const { outputs } = await kernel.execute('intruded');
  assert.ok(outputs[0].output_type === 'execute_result' && outputs[0].data['text/plain'] === 'false');
});

test('malformed messages and unknown requests do not disturb the kernel', async () => {
  const { pack } = wire(kernel.connection.key);
  const dealer = new Dealer({ linger: 0 });
  dealer.connect(shellAddress());
  await dealer.send(['hello']);
  await dealer.send(['<IDS|MSG>', '', '{', '}', '', '']);
  await dealer.send(pack({ ...request(''), content: null as never }));
  await dealer.send(pack({ ...request(''), header: { ...header('no_such_request', ''), msg_id: 'x' } }));
  await dealer.send(pack({ ...request(''), header: header('complete_request', ''), content: {} }));
  // A request that fails would take those that wait behind it along.
  await dealer.send(pack({ ...request(''), content: { code: 7, stop_on_error: false } }));
  dealer.close();
  await sleep(100);
  assert.equal((await kernel.execute('1 + 1')).status, 'ok');
});

test('the heart beats while a cell computes', async () => {
  const heart = new Request({ receiveTimeout: 1000, linger: 0 });
  heart.connect(`tcp://127.0.0.1:${kernel.connection.hb_port}`);
  const busy = kernel.execute('for (const end = Date.now() + 1500; Date.now() < end; );');
  await sleep(200);
  const start = performance.now();
  await heart.send('beat');
  assert.equal(String(await heart.receive()), 'beat');
  assert.ok(performance.now() - start < 1000);
  heart.close();
  await busy;
});

test('a kernel that ends by itself delivers what was printed and rejects what waits', async () => {
  const dying = await startKernel({ cwd: root });
  let printed = '';
  const running = dying.execute("console.log('last words');\nprocess.exit(3);", {
    onOutput: (output) => {
      printed += output.output_type === 'stream' ? output.text : '';
    },
  });
  await assert.rejects(running, /process ended with exit code 3/);
  assert.equal(printed, 'last words\n');
  await assert.rejects(dying.execute('1'), /process ended/);
  await dying.shutdown();
});

test('shutdown ends a kernel that computes, and removes its connection file', async () => {
  const stuck = await startKernel({ cwd: root });
  const file = stuck.process.spawnargs.at(-1)!;
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const running = stuck.execute('while (true);');
  running.catch(() => undefined);
  await sleep(200);
  const start = performance.now();
  await stuck.shutdown();
  assert.ok(performance.now() - start < 4000);
  await assert.rejects(running, /process ended/);
  assert.equal(existsSync(file), false);
});

test('a kernel ends when the process that started it dies', async () => {
  const script = `require(${JSON.stringify(join(root, 'dist', 'lib', 'jupyter'))}).startKernel().then((kernel) => console.log(kernel.process.pid));`;
  const parent = spawn(process.execPath, ['-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(await new Promise<Buffer>((done) => parent.stdout.once('data', done)));
  parent.kill('SIGKILL');
  const isAlive = (): boolean => {
    try {
      // A process that ended and that nobody waited for yet still takes signals.
      process.kill(pid, 0);
      return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
    } catch {
      return false;
    }
  };
  for (let waited = 0; waited < 50 && isAlive(); waited++) await sleep(100);
  assert.equal(isAlive(), false);
});

test('a process that exits without shutting its kernel down leaves no connection file', () => {
  const kernelFolder = JSON.stringify(join(root, 'dist', 'lib', 'jupyter'));
  const script = `require(${kernelFolder}).startKernel().then((kernel) => { console.log(kernel.process.spawnargs.at(-1)); process.exit(); });`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /connection\.json\n$/);
  assert.equal(existsSync(dirname(stdout.trim())), false);
});

test('a missing or broken connection file is one clear sentence', () => {
  const [node, ...rest] = kernelSpec().argv;
  const start = (...file: string[]) => spawnSync(node, [...rest.slice(0, -1), ...file], { encoding: 'utf8' });
  assert.match(start().stderr, /^microcanon kernel: expects the path of a connection file, got none/);
  assert.match(start('/no/such/file').stderr, /^microcanon kernel: cannot read the connection file \/no\/such\/file/);
  assert.equal(start().status, 1);
});

test('the kernel specification is written where Jupyter looks for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'microcanon-spec-'));
  const path = writeKernelSpec(folder);
  assert.equal(path, join(folder, 'kernels', 'microcanon', 'kernel.json'));
  const spec = JSON.parse(readFileSync(path, 'utf8'));
  assert.equal(spec.display_name, 'TypeScript (microcanon)');
  assert.equal(spec.interrupt_mode, 'message');
  assert.deepEqual(spec.argv.slice(-2), [join(root, 'dist', 'lib', 'jupyter', 'main.js'), '{connection_file}']);
  rmSync(folder, { recursive: true });
});
