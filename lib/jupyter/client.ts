import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KernelOptions, startProcess } from './kernel-process.js';
import { type CellOutput, type DisplayRegister, outputList } from './output-list.js';
import { type UncaughtError, uncaughtRequest } from './uncaught.js';
import { type ConnectionInfo, type Content, header, type Message, wire } from './wire.js';

export type { KernelOptions } from './kernel-process.js';
export type { CellOutput, MimeData, MultilineText } from './output-list.js';

export interface ExecuteOptions {
  /** Called with an output when it appears and again when it changes. */
  onOutput?(output: CellOutput): void;
  /** Answers what the cell asks for on standard input; without it the cell cannot ask. */
  onInput?(prompt: string): string | Promise<string>;
  /** Stops the cell by an interrupt after this time, in seconds; default: never. */
  readonly timeoutSeconds?: number;
}

/** How a cell ended. */
export interface Execution {
  readonly status: 'ok' | 'error';
  readonly executionCount: number;
  readonly outputs: CellOutput[];
  readonly error?: { readonly ename: string; readonly evalue: string; readonly traceback: string[] };
}

/** A running kernel. */
export interface KernelClient {
  readonly connection: ConnectionInfo;
  readonly process: ChildProcess;
  /** Runs a cell. Rejects when the kernel dies or the cell outlives its time. */
  execute(code: string, options?: ExecuteOptions): Promise<Execution>;
  /** Asks the kernel to stop what it runs; resolves with its answer. */
  interrupt(): Promise<void>;
  /** Matches at a position (in UTF-16 units; default: the end), with the range that they replace. */
  complete(code: string, position?: number): Promise<{ matches: string[]; start: number; end: number }>;
  /** Text about what stands at a position (default: the end), or undefined. */
  inspect(code: string, position?: number): Promise<string | undefined>;
  /** The errors that no cell caught by now; waits for what cells left behind, two seconds at most. */
  uncaught(): Promise<UncaughtError[]>;
  /** Sends any request on the shell or control channel; resolves with the reply's content. */
  request(type: string, content: Record<string, unknown>, channel?: 'shell' | 'control'): Promise<Content>;
  /** Ends the kernel, by force when it does not follow within two seconds, and removes its connection file. */
  shutdown(): Promise<void>;
}

interface Pending {
  readonly take?: (message: Message) => void;
  readonly answer?: (prompt: string) => string | Promise<string>;
  readonly resolve: (reply: Message) => void;
  readonly reject: (error: Error) => void;
  reply?: Message;
  idle: boolean;
}

const codePoints = (text: string): number => [...text].length;
const utf16 = (text: string, points: number): number => [...text].slice(0, points).join('').length;

/**
 * Starts the kernel of this checkout on free local ports.
 * @throws Error when it dies or does not answer in time; its last words are in the message
 */
export async function startKernel(options: KernelOptions = {}): Promise<KernelClient> {
  const { Dealer, Subscriber } = await import('zeromq');
  const { connection, child, ended } = await startProcess(options);

  const session = randomUUID();
  const { pack, unpack } = wire(connection.key);
  const pending = new Map<string, Pending>();
  const displays: DisplayRegister = new Map();
  const unlimited = { sendTimeout: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 0 };
  // The kernel asks for input where a request came from: both sockets have one name.
  const routingId = session;
  const sockets = {
    shell: new Dealer({ ...unlimited, routingId }),
    control: new Dealer(unlimited),
    stdin: new Dealer({ ...unlimited, routingId }),
    iopub: new Subscriber({ receiveHighWaterMark: 0, linger: 0 }),
  };
  let death: Error | undefined;

  function close(reason: Error): void {
    if (death) return;
    death = reason;
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
    for (const socket of Object.values(sockets)) socket.close();
  }
  // What the kernel said last may still be on its way.
  const gone = ended.then(async (reason) => {
    await sleep(50);
    close(reason);
  });

  function settle(id: string, entry: Pending): void {
    if (!entry.reply || !entry.idle) return;
    pending.delete(id);
    entry.resolve(entry.reply);
  }

  async function listen(
    socket: AsyncIterable<Buffer[]>,
    take: (message: Message, entry: Pending) => void,
  ): Promise<void> {
    try {
      for await (const frames of socket) {
        if (frames.length < 5) continue;
        const message = unpack(frames);
        const id = (message.parent as { msg_id?: string }).msg_id ?? '';
        const entry = pending.get(id);
        if (!entry) continue;
        take(message, entry);
        settle(id, entry);
      }
    } catch (error) {
      if (!death) close(error as Error);
    }
  }
  const takeReply = (message: Message, entry: Pending): void => {
    entry.reply = message;
  };
  const takePublished = (message: Message, entry: Pending): void => {
    if (message.header.msg_type === 'status') entry.idle ||= message.content.execution_state === 'idle';
    else entry.take?.(message);
  };

  async function takeQuestion({ header: asked, content }: Message, { answer }: Pending): Promise<void> {
    const value = await answer?.(content.prompt ?? '');
    if (value === undefined || death) return;
    const reply = {
      identities: [],
      header: header('input_reply', session),
      parent: asked,
      metadata: {},
      content: { value },
    };
    await sockets.stdin.send(pack(reply));
  }

  const address = (port: number): string => `tcp://${connection.ip}:${port}`;
  sockets.shell.connect(address(connection.shell_port));
  sockets.control.connect(address(connection.control_port));
  sockets.stdin.connect(address(connection.stdin_port));
  sockets.iopub.connect(address(connection.iopub_port));
  sockets.iopub.subscribe();
  void listen(sockets.shell, takeReply);
  void listen(sockets.control, takeReply);
  void listen(sockets.iopub, takePublished);
  void listen(sockets.stdin, (message, entry) => void takeQuestion(message, entry));

  /** `alone`: the reply is enough, since the interrupted kernel's other news may come later. */
  function send(
    type: string,
    content: Record<string, unknown>,
    {
      channel = 'shell' as 'shell' | 'control',
      alone = false,
      take = undefined as Pending['take'],
      answer = undefined as Pending['answer'],
    } = {},
  ): Promise<Message> {
    return new Promise((resolve, reject) => {
      if (death) return reject(death);
      const head = header(type, session);
      pending.set(head.msg_id, { take, answer, resolve, reject, idle: alone });
      const frames = pack({ identities: [], header: head, parent: {}, metadata: {}, content });
      sockets[channel].send(frames).catch((error: Error) => close(error));
    });
  }

  async function ready(): Promise<void> {
    const end = Date.now() + 1000 * (options.timeoutSeconds ?? 60);
    for (;;) {
      const answer = send('kernel_info_request', {});
      // A kernel that dies later also rejects the requests that were overtaken here.
      answer.catch(() => undefined);
      const answered = await Promise.race([answer.then(() => true), sleep(250, false, { ref: false }), gone]);
      if (death) throw death;
      if (answered) break;
      if (Date.now() > end) {
        child.kill('SIGKILL');
        throw new Error(`startKernel: kernel expects to answer within ${options.timeoutSeconds ?? 60} s, got silence`);
      }
    }
    pending.clear();
  }

  const interrupt = async (): Promise<void> => {
    await send('interrupt_request', {}, { channel: 'control', alone: true });
  };

  async function execute(code: string, { onOutput, onInput, timeoutSeconds }: ExecuteOptions = {}): Promise<Execution> {
    const list = outputList(displays);
    const take = (message: Message): void => {
      const output = list.take(message);
      if (output) onOutput?.(output);
    };
    let late = false;
    const timers: NodeJS.Timeout[] = [];
    if (timeoutSeconds !== undefined) {
      timers.push(
        setTimeout(() => {
          late = true;
          interrupt().catch(() => undefined);
          timers.push(setTimeout(() => child.kill('SIGKILL'), 5000));
        }, 1000 * timeoutSeconds),
      );
    }
    try {
      const { content } = await send(
        'execute_request',
        {
          code,
          silent: false,
          store_history: true,
          user_expressions: {},
          allow_stdin: onInput !== undefined,
          stop_on_error: true,
        },
        { take, answer: onInput },
      );
      if (late)
        throw new Error(`execute: cell expects to end within ${timeoutSeconds} s, got no end; it was interrupted`);
      const status = content.status === 'ok' ? 'ok' : 'error';
      const error =
        status === 'ok'
          ? undefined
          : {
              ename: content.ename ?? 'Aborted',
              evalue: content.evalue ?? 'an earlier cell failed',
              traceback: content.traceback ?? [],
            };
      return { status, executionCount: content.execution_count ?? 0, outputs: list.outputs, error };
    } finally {
      timers.forEach(clearTimeout);
    }
  }

  async function shutdown(): Promise<void> {
    if (!death) {
      send('shutdown_request', { restart: false }, { channel: 'control' }).catch(() => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      await gone;
      clearTimeout(timer);
    }
    await gone;
  }

  try {
    await ready();
  } catch (error) {
    child.kill('SIGKILL');
    await gone;
    throw error;
  }

  return {
    connection,
    process: child,
    execute,
    interrupt,
    async complete(code, position = code.length) {
      const { content } = await send('complete_request', { code, cursor_pos: codePoints(code.slice(0, position)) });
      return {
        matches: content.matches ?? [],
        start: utf16(code, content.cursor_start ?? 0),
        end: utf16(code, content.cursor_end ?? 0),
      };
    },
    async inspect(code, position = code.length) {
      const { content } = await send('inspect_request', {
        code,
        cursor_pos: codePoints(code.slice(0, position)),
        detail_level: 0,
      });
      return content.found ? (content.data?.['text/plain'] as string) : undefined;
    },
    async uncaught() {
      return (await send(uncaughtRequest, {})).content.errors as UncaughtError[];
    },
    async request(type, content, channel = 'shell') {
      return (await send(type, content, { channel })).content;
    },
    shutdown,
  };
}
