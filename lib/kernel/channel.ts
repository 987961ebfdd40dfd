import { join } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { ConnectionInfo, Header, Message } from './wire';

/** What the main thread does: nothing for a cell, its compilation, or its code. */
export type Phase = 'idle' | 'compiling' | 'running';

export type ToTransport =
  | { kind: 'stream'; name: 'stdout' | 'stderr'; text: string; parent: Header }
  | { kind: 'publish'; type: string; content: Record<string, any>; parent: Header | Record<string, never> }
  | { kind: 'reply'; channel: 'shell' | 'control'; request: Message; type: string; content: Record<string, any> }
  | { kind: 'phase'; phase: Phase }
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
  readonly session: string;
  readonly parentPid: number;
}

/** The main thread's end of the transport. */
export interface Channel {
  send(message: ToTransport): void;
  /** Closes the sockets after all that was sent; blocks, because it runs when the process ends. */
  close(): void;
}

const patienceMilliseconds = 1500;

/** Starts the transport thread; `take` gets what arrives, in order. */
export function openChannel(connection: ConnectionInfo, session: string, take: (message: FromTransport) => void): Channel {
  const { port1, port2 } = new MessageChannel();
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const data: TransportData = { connection, port: port2, closed, session, parentPid: process.ppid };
  const worker = new Worker(join(__dirname, 'transport.js'), { workerData: data, transferList: [port2] });
  worker.on('error', (error) => take({ kind: 'failure', reason: error.message }));
  port1.on('message', take);
  return {
    send: (message) => port1.postMessage(message),
    close() {
      port1.postMessage({ kind: 'close' } satisfies ToTransport);
      Atomics.wait(closed, 0, 0, patienceMilliseconds);
    },
  };
}
