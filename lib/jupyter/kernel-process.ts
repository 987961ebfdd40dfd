import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, type Settings, settings } from '../host/index.js';
import { kernelSpec } from './kernel-spec.js';
import type { ConnectionInfo } from './wire.js';

/** Where a kernel starts, and in which environment. */
export interface KernelOptions {
  /** The kernel's working folder, where a notebook's relative paths start; default: the caller's. */
  readonly cwd?: string;
  /** What differs from the caller's settings. */
  readonly settings?: Partial<Settings>;
  /** How long the kernel may take to answer for the first time, in seconds; default 60. */
  readonly timeoutSeconds?: number;
}

/** A kernel's process and how to reach it. */
export interface KernelProcess {
  readonly connection: ConnectionInfo;
  readonly child: ChildProcess;
  /** Resolves when the process has ended, with an error that holds the exit code or signal and the last printed text. */
  readonly ended: Promise<Error>;
}

const lastWordsLength = 2000;

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/**
 * Starts the kernel's process on free local ports, with a connection file that only this user may read. The file is removed when
 * the kernel ends, or earlier when this process exits.
 */
export async function startProcess({ cwd, settings: changes }: KernelOptions): Promise<KernelProcess> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const connection: ConnectionInfo = {
    transport: 'tcp',
    ip: '127.0.0.1',
    key: randomUUID(),
    signature_scheme: 'hmac-sha256',
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
  };
  const folder = mkdtempSync(join(tmpdir(), 'microcanon-kernel-'));
  const file = join(folder, 'connection.json');
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });

  const [node, ...rest] = kernelSpec().argv.map((part) => (part === '{connection_file}' ? file : part));
  const child = spawn(node, rest, {
    cwd,
    env: { ...process.env, ...environmentOf({ ...settings(), ...changes }), JPY_PARENT_PID: String(process.pid) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-lastWordsLength)));
  }
  const ended = new Promise<Error>((done) => {
    child.once('close', (code, signal) => {
      const said = lastWords.trim() === '' ? '' : `: ${lastWords.trim()}`;
      done(new Error(`kernel: the process ended with ${signal ?? `exit code ${code}`}${said}`));
    });
    child.once('error', (error) => done(new Error(`kernel: the process did not start: ${error.message}`)));
  });
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  void ended.then(() => {
    process.off('exit', removeFolder);
    removeFolder();
  });
  return { connection, child, ended };
}
