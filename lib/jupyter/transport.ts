import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { Reply, Router, XPublisher } from 'zeromq';
import type { FromTransport, Phase, ToTransport, TransportData } from './channel.js';
import { type Content, type Header, header, type Message, wire } from './wire.js';

/*
 * The kernel's sockets, in a thread of their own: this thread answers heartbeat, interrupt and shutdown, and sends printed text,
 * also while a cell blocks the main thread.
 */

const { connection, port, closed, answerPort, answerCount, session, parentPid } = workerData as TransportData;
const { pack, unpack } = wire(connection.key, connection.signature_scheme);
const unlimited = { sendTimeout: 0, sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 };
const shell = new Router(unlimited);
const control = new Router(unlimited);
const stdin = new Router(unlimited);
const iopub = new XPublisher({ sendTimeout: 0, sendHighWaterMark: 0, linger: 1000, verbosity: 'allSubs' });
const heartbeat = new Reply({ linger: 0 });

const streamDelay = 30;
const streamLimit = 1 << 16;

function tellMain(message: FromTransport): void {
  port.postMessage(message);
}

function publish(type: string, content: Content, parent: Header | Record<string, never>): void {
  const identities = [Buffer.from(`kernel.${session}.${type}`)];
  iopub.send(pack({ identities, header: header(type, session), parent, metadata: {}, content })).catch(report);
}

function reply(to: Router, request: Message, type: string, content: Content): void {
  const identities = request.identities.map((frame) => Buffer.from(frame));
  to.send(pack({ identities, header: header(type, session), parent: request.header, metadata: {}, content })).catch(
    report,
  );
}

/** Prints an error of the transport on the terminal that started the kernel, since no socket may work. */
function report(error: unknown): void {
  process.stderr.write(`microcanon kernel: ${error instanceof Error ? error.message : String(error)}\n`);
}

/** The question whose answer the main thread waits for. */
let question: Header | undefined;

function ask({ identities, header: parent }: Message, prompt: string): void {
  question = header('input_request', session);
  const content = { prompt, password: false };
  stdin
    .send(
      pack({
        identities: identities.map((frame) => Buffer.from(frame)),
        header: question,
        parent,
        metadata: {},
        content,
      }),
    )
    .catch(report);
}

function onAnswer({ header: { msg_type }, parent, content }: Message): void {
  if (msg_type !== 'input_reply' || question === undefined) return;
  // An answer may name its question. An answer to the question of a stopped cell is dropped; an unnamed one is taken.
  if ('msg_id' in parent && parent.msg_id !== question.msg_id) return;
  question = undefined;
  answerPort.postMessage(String(content.value ?? ''));
  Atomics.add(answerCount, 0, 1);
  Atomics.notify(answerCount, 0);
}

let stream:
  | { name: 'stdout' | 'stderr'; text: string[]; size: number; parent: Header; timer: NodeJS.Timeout }
  | undefined;

function flushStream(): void {
  if (!stream) return;
  const { name, text, parent, timer } = stream;
  clearTimeout(timer);
  stream = undefined;
  publish('stream', { name, text: text.join('') }, parent);
}

function write(name: 'stdout' | 'stderr', text: string, parent: Header): void {
  if (stream && (stream.name !== name || stream.parent.msg_id !== parent.msg_id)) flushStream();
  stream ??= { name, text: [], size: 0, parent, timer: setTimeout(flushStream, streamDelay) };
  stream.text.push(text);
  stream.size += text.length;
  if (stream.size > streamLimit) flushStream();
}

let phase: Phase = 'idle';
/** Counts the interrupts that the main thread has taken. */
let taken = 0;

function terminateMain(): Promise<void> {
  const inspector = new Session();
  inspector.connectToMainThread();
  return new Promise((done) => {
    inspector.post('Runtime.terminateExecution', () => {
      inspector.disconnect();
      done();
    });
  });
}

/**
 * The main thread takes an interrupt when its event loop turns. While the main thread runs a cell's synchronous code, the inspector
 * ends that code; a signal to the own process would end the process on Windows. The compiler and the kernel's own code run to
 * their end.
 */
async function interruptMain(): Promise<void> {
  const before = taken;
  tellMain({ kind: 'interrupt' });
  for (let attempt = 0; attempt < 50; attempt++) {
    await sleep(attempt === 0 ? 60 : 100);
    if (taken !== before || phase === 'idle') return;
    if (phase !== 'compiling') await Promise.race([terminateMain(), sleep(200)]);
  }
}

async function shutdownMain(restart: boolean): Promise<void> {
  tellMain({ kind: 'shutdown', restart });
  await sleep(700);
  await close();
  process.kill(process.pid, 'SIGKILL');
}

function onControl(request: Message): void {
  const { msg_type } = request.header;
  if (msg_type !== 'interrupt_request' && msg_type !== 'shutdown_request') {
    tellMain({ kind: 'request', channel: 'control', message: request });
    return;
  }
  publish('status', { execution_state: 'busy' }, request.header);
  if (msg_type === 'interrupt_request') {
    void interruptMain().catch(report);
    reply(control, request, 'interrupt_reply', { status: 'ok' });
  } else {
    const restart = request.content.restart === true;
    reply(control, request, 'shutdown_reply', { status: 'ok', restart });
    void shutdownMain(restart).catch(report);
  }
  publish('status', { execution_state: 'idle' }, request.header);
}

async function receive(socket: Router, take: (message: Message) => void): Promise<void> {
  for await (const frames of socket) {
    try {
      take(unpack(frames));
    } catch (error) {
      report(error);
    }
  }
}

async function beat(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

/** Confirms a subscription to the subscriber (protocol 5.4). */
async function welcome(): Promise<void> {
  for await (const [frame] of iopub) {
    if (frame[0] !== 1) continue;
    const subscription = frame.subarray(1);
    const content = { subscription: subscription.toString('utf8') };
    const message = {
      identities: [subscription],
      header: header('iopub_welcome', session),
      parent: {},
      metadata: {},
      content,
    };
    iopub.send(pack(message)).catch(report);
  }
}

async function close(): Promise<void> {
  flushStream();
  for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
  // ZeroMQ's threads send the queued messages after this call.
  await sleep(50);
  Atomics.store(closed, 0, 1);
  Atomics.notify(closed, 0);
}

function obey(message: ToTransport): void {
  switch (message.kind) {
    case 'stream':
      write(message.name, message.text, message.parent);
      return;
    case 'phase':
      phase = message.phase;
      return;
    case 'interrupted':
      taken++;
      return;
    case 'publish':
      flushStream();
      publish(message.type, message.content, message.parent);
      return;
    case 'reply':
      flushStream();
      reply(message.channel === 'shell' ? shell : control, message.request, message.type, message.content);
      return;
    case 'ask':
      flushStream();
      ask(message.request, message.prompt);
      return;
    case 'stopAsking':
      question = undefined;
      return;
    case 'close':
      return void close();
  }
}

port.on('message', (message: ToTransport) => {
  try {
    obey(message);
  } catch (error) {
    report(error);
  }
});

/** Ends the kernel when the process that started it has ended: no front end would reach the kernel any more. */
function watchParent(): void {
  const timer = setInterval(() => {
    if (process.ppid === parentPid) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGKILL');
  }, 1000);
}

async function main(): Promise<void> {
  const address = (number: number): string =>
    connection.transport === 'ipc'
      ? `ipc://${connection.ip}-${number}`
      : `${connection.transport}://${connection.ip}:${number}`;
  await Promise.all([
    shell.bind(address(connection.shell_port)),
    control.bind(address(connection.control_port)),
    stdin.bind(address(connection.stdin_port)),
    iopub.bind(address(connection.iopub_port)),
    heartbeat.bind(address(connection.hb_port)),
  ]);
  publish('status', { execution_state: 'starting' }, {});
  for (const loop of [
    receive(shell, (message) => tellMain({ kind: 'request', channel: 'shell', message })),
    receive(control, onControl),
    receive(stdin, onAnswer),
    beat(),
    welcome(),
  ]) {
    loop.catch(report);
  }
  if (process.env.JPY_PARENT_PID) watchParent();
}

void main().catch((error: Error) => {
  tellMain({ kind: 'failure', reason: error.message });
});
