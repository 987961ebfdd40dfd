import { setTimeout as sleep } from 'node:timers/promises';
import { cellCompiler } from './cell-compiler.js';
import type { Channel } from './channel.js';
import type { PrintedOutput } from './printed-output.js';
import { guardProcess } from './process-guard.js';
import type { Request, RequestQueue } from './request-queue.js';
import { session } from './session.js';
import { uncaughtErrors } from './uncaught.js';
import type { Content, Header } from './wire.js';

/** How long a failed cell waits for the requests that were sent with it and are still on their way. */
const graceMilliseconds = 5;

/** How long a new kernel is left in peace before it reads ahead what a first cell imports. */
const peaceMilliseconds = 300;

/** Answers requests for as long as the process lives. */
export async function service(
  requests: RequestQueue,
  channel: Channel,
  output: PrintedOutput,
  nobody: Header,
): Promise<never> {
  const compiler = cellCompiler();
  // The first conversion checks the declarations of the language itself: better now than in the first cell.
  compiler.converters.node.convert('', 'undefined');
  // While the reader looks at the page, also those of the library's energies: most of a first import's time.
  const readingAhead = setTimeout(
    () => compiler.converters.node.convert('', "import 'microcanon/energy';"),
    peaceMilliseconds,
  );
  const uncaught = uncaughtErrors(compiler, (text) => void process.stderr.write(text));
  const { answer, interrupt } = session(compiler, channel, output, nobody, uncaught);
  guardProcess({
    uncaught: uncaught.add,
    rejected: uncaught.addRejection,
    handled: uncaught.removeRejection,
    interrupted: interrupt,
  });
  requests.interrupt = interrupt;

  function status(request: Request, execution_state: 'busy' | 'idle'): void {
    channel.send({ kind: 'publish', type: 'status', content: { execution_state }, parent: request.message.header });
  }
  function reply(request: Request, type: string, content: Content): void {
    channel.send({ kind: 'reply', channel: request.channel, request: request.message, type, content });
  }

  /** @returns the requests that waited behind a cell that failed: they must not run */
  async function serve(request: Request): Promise<Request[]> {
    const { header, content } = request.message;
    let behind: Request[] = [];
    if (header.msg_type !== 'kernel_info_request') clearTimeout(readingAhead);
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

  function abort(request: Request): void {
    status(request, 'busy');
    reply(request, 'execute_reply', {
      status: 'aborted',
      ename: 'Aborted',
      evalue: 'an earlier cell failed',
      traceback: [],
    });
    status(request, 'idle');
  }

  for (;;) {
    for (const request of await serve(await requests.next())) {
      if (request.message.header.msg_type === 'execute_request') abort(request);
      else await serve(request);
    }
  }
}
