import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dealer, Subscriber } from 'zeromq';
import { pendingRequests, type RequestHandlers } from './pending-requests.js';
import { type ConnectionInfo, header, type Message, wire } from './wire.js';

/** How a request is sent. */
export interface SendOptions extends RequestHandlers {
  /** Default: shell. */
  readonly channel?: 'shell' | 'control';
  /** The reply is the whole answer: an interrupted kernel may report that it is idle much later. Default: false. */
  readonly alone?: boolean;
}

/** The client's end of the sockets of a kernel. */
export interface KernelConnection {
  /** Sends a request; resolves with its reply, and rejects when the kernel ends first. */
  send(type: string, content: Record<string, unknown>, options?: SendOptions): Promise<Message>;
  /** Forgets the requests that have no reply yet. */
  forget(): void;
  /** Why the sockets are closed; undefined while they are open. */
  readonly failure: Error | undefined;
  /** Resolves when the kernel has ended and its sockets are closed. */
  readonly closed: Promise<void>;
}

/** How long the sockets stay open after the kernel has ended: its last messages may still be on their way. */
const lastMessagesMilliseconds = 50;

interface Sockets {
  readonly shell: Dealer;
  readonly control: Dealer;
  readonly stdin: Dealer;
  readonly iopub: Subscriber;
}

async function openSockets(connection: ConnectionInfo, session: string): Promise<Sockets> {
  const { Dealer, Subscriber } = await import('zeromq');
  const unlimited = { sendTimeout: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 0 };
  // A kernel asks for input under the routing id of the shell socket, so that shell and stdin must share theirs.
  const sockets = {
    shell: new Dealer({ ...unlimited, routingId: session }),
    control: new Dealer(unlimited),
    stdin: new Dealer({ ...unlimited, routingId: session }),
    iopub: new Subscriber({ receiveHighWaterMark: 0, linger: 0 }),
  };
  const address = (port: number): string => `tcp://${connection.ip}:${port}`;
  sockets.shell.connect(address(connection.shell_port));
  sockets.control.connect(address(connection.control_port));
  sockets.stdin.connect(address(connection.stdin_port));
  sockets.iopub.connect(address(connection.iopub_port));
  sockets.iopub.subscribe();
  return sockets;
}

/**
 * Connects to a kernel.
 * @param ended resolves with the reason when the kernel's process has ended
 */
export async function connectKernel(connection: ConnectionInfo, ended: Promise<Error>): Promise<KernelConnection> {
  const session = randomUUID();
  const sockets = await openSockets(connection, session);
  const { pack, unpack } = wire(connection.key);
  const pending = pendingRequests();
  let failure: Error | undefined;

  function close(reason: Error): void {
    if (failure) return;
    failure = reason;
    pending.reject(reason);
    for (const socket of Object.values(sockets)) socket.close();
  }

  async function listen(socket: AsyncIterable<Buffer[]>, take: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of socket) if (frames.length >= 5) take(unpack(frames));
    } catch (error) {
      close(error as Error);
    }
  }

  async function answerQuestion(question: Message): Promise<void> {
    const value = await pending.answerTo(question)?.(question.content.prompt ?? '');
    if (value === undefined || failure) return;
    const head = header('input_reply', session);
    await sockets.stdin.send(
      pack({ identities: [], header: head, parent: question.header, metadata: {}, content: { value } }),
    );
  }

  void listen(sockets.shell, pending.takeReply);
  void listen(sockets.control, pending.takeReply);
  void listen(sockets.iopub, pending.takePublished);
  void listen(sockets.stdin, (question) => void answerQuestion(question));

  return {
    async send(type, content, { channel = 'shell', alone = false, take, answer } = {}) {
      if (failure) throw failure;
      const head = header(type, session);
      const reply = pending.add(head.msg_id, { take, answer }, alone);
      const frames = pack({ identities: [], header: head, parent: {}, metadata: {}, content });
      sockets[channel].send(frames).catch(close);
      return reply;
    },
    forget: pending.forget,
    get failure() {
      return failure;
    },
    closed: ended.then(async (reason) => {
      await sleep(lastMessagesMilliseconds);
      close(reason);
    }),
  };
}
