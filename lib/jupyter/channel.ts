import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { ConnectionInfo, Content, Header, Message } from './wire.js';

/** What the main thread does: waits for a request, compiles a cell, or runs the cell's code. */
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
  /** Port on which the reader's answers to `askNow` and `ask` arrive. */
  readonly answerPort: MessagePort;
  /** Count of answers, on which `askNow` waits while the event loop of the main thread stands still. */
  readonly answerCount: Int32Array;
  readonly session: string;
  readonly parentPid: number;
}

/** The main thread's end of the transport. */
export interface Channel {
  send(message: ToTransport): void;
  /** Asks the front end that sent a request for a line. One question at a time. */
  ask(request: Message, prompt: string): Promise<string>;
  /** As `ask`, but blocks the thread until the answer arrives. */
  askNow(request: Message, prompt: string): string;
  /** Drops answers that arrive before the next question. */
  stopAsking(): void;
  /** Closes the sockets after all messages are sent. Blocks, because the process ends right after the call. */
  close(): void;
}

const patienceMilliseconds = 1500;

/** Starts the transport thread, whose messages go to `take` in their order. */
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
