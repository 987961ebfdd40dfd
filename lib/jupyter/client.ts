import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UncaughtError } from '../cell/index.js';
import type { StoreUse } from '../host/index.js';
import { type CellRunner, type ExecuteOptions, type Execution, executeCell } from './cell-execution.js';
import { connectKernel, type KernelConnection } from './kernel-connection.js';
import { type KernelOptions, startProcess } from './kernel-process.js';
import { readsRequest, uncaughtRequest } from './uncaught-request.js';
import type { ConnectionInfo, Content } from './wire.js';

/** A running kernel. */
export interface KernelClient {
  readonly connection: ConnectionInfo;
  readonly process: ChildProcess;
  /** Runs a cell. Rejects when the kernel ends or the cell exceeds its time. */
  execute(code: string, options?: ExecuteOptions): Promise<Execution>;
  /** Asks the kernel to stop the running cell; resolves when the kernel has answered. */
  interrupt(): Promise<void>;
  /** Matches at a position (in UTF-16 units; default: the end), with the range that they replace. */
  complete(code: string, position?: number): Promise<{ matches: string[]; start: number; end: number }>;
  /** Type and documentation of the name at a position (default: the end); undefined where there is none. */
  inspect(code: string, position?: number): Promise<string | undefined>;
  /** The errors so far that no cell caught. Waits up to two seconds for timers and callbacks that cells have started. */
  uncaught(): Promise<UncaughtError[]>;
  /** Assets, `PACKAGE/PATH`, and names of packages that the cells have read so far. */
  reads(): Promise<string[]>;
  /** Files that the cells have looked for and written in the library's stores so far. */
  storeUse(): Promise<StoreUse>;
  /** Sends any request on the shell or control channel; resolves with the reply's content. */
  request(type: string, content: Record<string, unknown>, channel?: 'shell' | 'control'): Promise<Content>;
  /** Ends the kernel, by force after two seconds, and removes its connection file. */
  shutdown(): Promise<void>;
}

/** How long a kernel may take to start, in seconds, unless the caller says otherwise. */
const startSeconds = 60;
/** A request that is sent before the kernel listens may be lost, so that it is sent again after this time. */
const retryMilliseconds = 250;
const shutdownMilliseconds = 2000;

const codePoints = (text: string): number => [...text].length;
const utf16 = (text: string, points: number): number => [...text].slice(0, points).join('').length;

/** Asks the kernel for its description until an answer comes. */
async function firstAnswer(connection: KernelConnection, seconds: number): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const answer = connection.send('kernel_info_request', {});
    // A kernel that ends later rejects the requests that are given up here.
    answer.catch(() => undefined);
    const isAnswered = await Promise.race([
      answer.then(() => true),
      sleep(retryMilliseconds, false, { ref: false }),
      connection.closed,
    ]);
    if (connection.failure) throw connection.failure;
    if (isAnswered) break;
    if (Date.now() > end) {
      throw new Error(`startKernel: the kernel did not answer within ${seconds} s; give it more time (timeoutSeconds)`);
    }
  }
  connection.forget();
}

async function shutdown({ connection, kill }: CellRunner): Promise<void> {
  if (!connection.failure) {
    connection.send('shutdown_request', { restart: false }, { channel: 'control' }).catch(() => undefined);
    const timer = setTimeout(kill, shutdownMilliseconds);
    await connection.closed;
    clearTimeout(timer);
  }
  await connection.closed;
}

/** Answers about code that does not run. */
function assistance({
  send,
}: KernelConnection): Pick<KernelClient, 'complete' | 'inspect' | 'uncaught' | 'reads' | 'storeUse' | 'request'> {
  const request: KernelClient['request'] = async (type, content, channel = 'shell') =>
    (await send(type, content, { channel })).content;
  const cursor = (code: string, position: number) => ({ code, cursor_pos: codePoints(code.slice(0, position)) });
  return {
    async complete(code, position = code.length) {
      const {
        matches = [],
        cursor_start = 0,
        cursor_end = 0,
      } = await request('complete_request', cursor(code, position));
      return { matches, start: utf16(code, cursor_start), end: utf16(code, cursor_end) };
    },
    async inspect(code, position = code.length) {
      const { found, data } = await request('inspect_request', { ...cursor(code, position), detail_level: 0 });
      return found ? (data?.['text/plain'] as string) : undefined;
    },
    uncaught: async () => (await request(uncaughtRequest, {})).errors as UncaughtError[],
    reads: async () => (await request(readsRequest, {})).reads as string[],
    storeUse: async () => (await request(readsRequest, {})).storeUse as StoreUse,
    request,
  };
}

/**
 * Starts the kernel of this checkout on free local ports.
 * @throws Error when it ends or does not answer in time; the last text that it printed is in the message
 */
export async function startKernel(options: KernelOptions = {}): Promise<KernelClient> {
  const { connection: ports, child, ended } = await startProcess(options);
  const connection = await connectKernel(ports, ended);
  const runner: CellRunner = {
    connection,
    displays: new Map(),
    async interrupt() {
      await connection.send('interrupt_request', {}, { channel: 'control', alone: true });
    },
    kill: () => void child.kill('SIGKILL'),
  };
  try {
    await firstAnswer(connection, options.timeoutSeconds ?? startSeconds);
  } catch (error) {
    runner.kill();
    await connection.closed;
    throw error;
  }
  return {
    connection: ports,
    process: child,
    execute: (code, executeOptions = {}) => executeCell(runner, code, executeOptions),
    interrupt: runner.interrupt,
    ...assistance(connection),
    shutdown: () => shutdown(runner),
  };
}
