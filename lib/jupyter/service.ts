import { setTimeout as sleep } from 'node:timers/promises';
import { uncaughtErrors } from '../cell/index.js';
import { type CellCompiler, cellCompiler } from './cell-compiler.js';
import type { Channel } from './channel.js';
import type { PrintedOutput } from './printed-output.js';
import { guardProcess } from './process-guard.js';
import type { Request, RequestQueue } from './request-queue.js';
import { session } from './session.js';
import { checkTslabVersion } from './tslab.js';
import type { Content, Header } from './wire.js';

/** After a failed cell the service waits this long for requests that the front end sent together with the cell. */
const graceMilliseconds = 5;

/** How long a new kernel waits for a first request before it reads ahead what a first cell imports. */
const peaceMilliseconds = 300;

/** Between two parts of what is read ahead, so that a request need not wait for both. */
const pauseMilliseconds = 20;

/**
 * Lets the compiler check the declarations of the language at once. After 0.3 s follow the declarations of the rooms that first cells
 * import, and the rooms themselves: all are slow the first time, and a first cell then finds them ready.
 * @returns leaves out what is not yet read
 */
function readAhead({ converter }: CellCompiler): () => void {
  converter.convert('', 'undefined');
  const parts = [
    () => converter.convert('', "import 'microcanon/energy';"),
    () => converter.convert('', "import 'microcanon/flow'; import 'microcanon/model';"),
    () => void require('../flow/index.js'),
    () => void require('../model/index.js'),
  ];
  let timer = setTimeout(next, peaceMilliseconds);
  function next(): void {
    parts.shift()?.();
    if (parts.length > 0) timer = setTimeout(next, pauseMilliseconds);
  }
  return () => clearTimeout(timer);
}

/** Reply to a cell that waited behind a failed cell. */
const aborted = { status: 'aborted', ename: 'Aborted', evalue: 'an earlier cell failed', traceback: [] };

/** Functions that answer requests. */
function replies(channel: Channel) {
  function status(request: Request, execution_state: 'busy' | 'idle'): void {
    channel.send({ kind: 'publish', type: 'status', content: { execution_state }, parent: request.message.header });
  }
  function reply(request: Request, type: string, content: Content): void {
    channel.send({ kind: 'reply', channel: request.channel, request: request.message, type, content });
  }
  function abort(request: Request): void {
    status(request, 'busy');
    reply(request, 'execute_reply', aborted);
    status(request, 'idle');
  }
  return { status, reply, abort };
}

/** Answers requests for as long as the process lives. */
export async function service(
  requests: RequestQueue,
  channel: Channel,
  output: PrintedOutput,
  nobody: Header,
): Promise<never> {
  checkTslabVersion();
  const compiler = cellCompiler();
  const stopReadingAhead = readAhead(compiler);
  const uncaught = uncaughtErrors(compiler, (text) => void process.stderr.write(text));
  const { answer, interrupt } = session({ compiler, channel, output, nobody, uncaught });
  guardProcess({
    uncaught: uncaught.add,
    rejected: uncaught.addRejection,
    handled: uncaught.removeRejection,
    interrupted: interrupt,
  });
  requests.interrupt = interrupt;

  const { status, reply, abort } = replies(channel);

  /** @returns the requests that waited behind a cell that failed: they must not run */
  async function serve(request: Request): Promise<Request[]> {
    const { header, content } = request.message;
    let behind: Request[] = [];
    if (header.msg_type !== 'kernel_info_request') stopReadingAhead();
    status(request, 'busy');
    try {
      const answered = await answer(request.message);
      output.flush();
      const hasFailed = answered?.type === 'execute_reply' && answered.content.status === 'error';
      if (hasFailed && content.stop_on_error !== false) {
        await sleep(graceMilliseconds);
        behind = requests.drain();
      }
      if (answered) reply(request, answered.type, answered.content);
    } catch (error) {
      const { name, message } = error as Error;
      const failure = { status: 'error', ename: name, evalue: message, traceback: [`${name}: ${message}`] };
      reply(request, header.msg_type.replace(/_request$/, '_reply'), failure);
    }
    status(request, 'idle');
    return behind;
  }

  for (;;) {
    for (const request of await serve(await requests.next())) {
      if (request.message.header.msg_type === 'execute_request') abort(request);
      else await serve(request);
    }
  }
}
