import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ConnectionInfo, Content, Header, Message } from './wire.js';

/** What the main thread does: nothing for a cell, its compilation, or its code. */
export type Phase = 'idle' | 'compiling' | 'running';

export type ToTransport =
  | { kind: 'stream'; name: 'stdout' | 'stderr'; text: string; parent: Header }
  | { kind: 'publish'; type: string; content: Content; parent: Header | Record<string, never> }
  | { kind: 'reply'; channel: 'shell' | 'control'; request: Message; type: string; content: Content }
  | { kind: 'phase'; phase: Phase }
  | { kind: 'ask'; request: Message; prompt: string }
  | { kind: 'stopAsking' }
  | { kind: 'interrupted' }
  | { kind: 'close' };

export type FromTransport =
  | { kind: 'request'; channel: 'shell' | 'control'; message: Message }
  | { kind: 'interrupt' }
  | { kind: 'shutdown'; restart: boolean }
  | { kind: 'failure'; reason: string };

export interface TransportData {
  readonly connection: ConnectionInfo;
  readonly port: MessagePort;
  readonly closed: Int32Array;
  /** Carries the reader's answers. */
  readonly answerPort: MessagePort;
  /** Counts the answers, for a main thread that waits for one without turning its event loop. */
  readonly answerCount: Int32Array;
  readonly session: string;
  readonly parentPid: number;
}

/** The main thread's end of the transport. */
export interface Channel {
  send(message: ToTransport): void;
  /** Asks the front end that sent a request for a line. One question at a time. */
  ask(request: Message, prompt: string): Promise<string>;
  /** The same, and blocks until the answer is there. */
  askNow(request: Message, prompt: string): string;
  /** Takes no answer any more, until the next question. */
  stopAsking(): void;
  /** Closes the sockets after all that was sent; blocks, because it runs when the process ends. */
  close(): void;
}

const patienceMilliseconds = 1500;

/** Starts the transport thread; `take` gets what arrives, in order. */
export function openChannel(
  connection: ConnectionInfo,
  session: string,
  take: (message: FromTransport) => void,
): Channel {
  const { port1, port2 } = new MessageChannel();
  const answers = new MessageChannel();
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const answerCount = new Int32Array(new SharedArrayBuffer(4));
  const data: TransportData = {
    connection,
    port: port2,
    closed,
    answerPort: answers.port2,
    answerCount,
    session,
    parentPid: process.ppid,
  };
  const worker = new Worker(join(__dirname, 'transport.js'), {
    workerData: data,
    transferList: [port2, answers.port2],
  });
  const send = (message: ToTransport): void => port1.postMessage(message);
  let takeAnswer = (_answer: string): void => undefined;
  answers.port1.on('message', (answer) => takeAnswer(answer));
  worker.on('error', (error) => take({ kind: 'failure', reason: error.message }));
  port1.on('message', take);
  return {
    send,
    ask: (request, prompt) =>
      new Promise((resolve) => {
        takeAnswer = resolve;
        send({ kind: 'ask', request, prompt });
      }),
    askNow(request, prompt) {
      const before = Atomics.load(answerCount, 0);
      send({ kind: 'ask', request, prompt });
      Atomics.wait(answerCount, 0, before);
      return receiveMessageOnPort(answers.port1)?.message ?? '';
    },
    stopAsking() {
      takeAnswer = () => undefined;
      send({ kind: 'stopAsking' });
    },
    close() {
      send({ kind: 'close' });
      Atomics.wait(closed, 0, 0, patienceMilliseconds);
    },
  };
}
