import { cellDisplays, interruptWaits, type MimeData, pictureMetadata, type UncaughtErrors } from '../cell/index.js';
import { reads, storeUse } from '../host/index.js';
import type { CellCompiler } from './cell-compiler.js';
import { cellRun } from './cell-run.js';
import type { Channel, Phase } from './channel.js';
import { completeness } from './completeness.js';
import { completion, inspection } from './completion.js';
import { history } from './history.js';
import { input } from './input.js';
import { kernelInfo } from './kernel-info.js';
import { pendingWorkDone } from './pending-work.js';
import type { PrintedOutput } from './printed-output.js';
import { watchSignal } from './process-guard.js';
import { type StandardInput, standardInput } from './standard-input.js';
import { type Stoppable, stoppable } from './stoppable.js';
import { type CellExecutor, createExecutor, takeTslabDisplays } from './tslab.js';
import { readsReply, readsRequest, uncaughtReply, uncaughtRequest } from './uncaught-request.js';
import type { Content, Header, Message } from './wire.js';

/** Type and content of a reply. */
interface Answer {
  readonly type: string;
  readonly content: Content;
}

/** The state between cells and the answers to the front end's requests. */
export interface Session {
  /** Answers a request: type and content of its reply, or nothing where the protocol wants none. */
  answer(request: Message): Promise<Answer | undefined>;
  /** Ends the awaits of the cell; the transport thread ends its synchronous code. */
  interrupt(): void;
}

/** What the kernel sends about the request that it works on. */
interface Publication {
  /** Names the request that all that follows belongs to. */
  setParent(parent: Header): void;
  publish(type: string, content: Content): void;
  setPhase(phase: Phase): void;
}

function publication(channel: Channel, output: PrintedOutput, nobody: Header): Publication {
  let parent = nobody;
  return {
    setParent(next) {
      parent = next;
      output.setParent(next);
    },
    publish(type, content) {
      output.flush();
      channel.send({ kind: 'publish', type, content, parent });
    },
    setPhase: (phase) => channel.send({ kind: 'phase', phase }),
  };
}

/** A reply to a request whose code is no text. */
function refusal(code: unknown, execution_count: number): Content {
  const evalue = `execute_request: code expects text, got ${typeof code}; send the cell's text`;
  return { status: 'error', ename: 'TypeError', evalue, traceback: [evalue], execution_count };
}

/** @param turn a number that changes when the running cell ends */
function interrupter(turn: () => number, stdin: StandardInput, executor: CellExecutor, stop: Stoppable): () => void {
  return () => {
    const interrupted = turn();
    interruptWaits();
    stdin.interrupt();
    // The cell gets one turn of the event loop for its `finally` blocks; a cell that still awaits then is left behind.
    setImmediate(() => {
      if (turn() !== interrupted) return;
      executor.interrupt();
      stop.stop();
      watchSignal();
    });
  };
}

/** What a session works with. */
export interface SessionParts {
  readonly compiler: CellCompiler;
  readonly channel: Channel;
  readonly output: PrintedOutput;
  readonly uncaught: UncaughtErrors;
  /** The parent of messages that belong to no request. */
  readonly nobody: Header;
}

/** Answers execute requests, one after the other, and interrupts them. */
function cellSession({ compiler, channel, output, uncaught }: SessionParts, { publish, setPhase }: Publication) {
  const past = history();
  const questions = input(channel, output.flush);
  const stdin = standardInput(questions);
  const stop = stoppable();
  const executor = createExecutor(compiler.converter, () => setPhase('running'));
  const displays = cellDisplays(publish);
  takeTslabDisplays((bundle, id, isUpdate) =>
    displays.show(isUpdate ? 'update_display_data' : 'display_data', bundle, id),
  );
  const { run, finish } = cellRun(compiler, executor, stop, setPhase);
  let count = 0;
  /** Odd while a cell runs: an interrupt that arrives after the cell's end finds another number. */
  let turn = 0;

  function showResult(number: number, data: MimeData): void {
    past.setOutput(number, String(data['text/plain']));
    publish('execute_result', { execution_count: number, data, metadata: pictureMetadata(data) });
  }

  async function execute(request: Message): Promise<Content> {
    const { code, silent = false, store_history = !silent } = request.content;
    if (typeof code !== 'string') return refusal(code, count);
    turn++;
    if (store_history && !silent) past.add(++count, code);
    if (!silent) publish('execute_input', { code, execution_count: count });
    const cell = { number: count, code };
    displays.beginCell();
    uncaught.beginCell(count);
    questions.beginCell(request);
    stdin.beginCell();
    const failed = await run(cell, silent ? undefined : (data) => showResult(cell.number, data));
    // The questions of a cell, and what runs on their answers, belong to the cell.
    const failure = failed ?? (await finish(cell, questions.answered));
    questions.endCell();
    await uncaught.endCell();
    turn++;
    setPhase('idle');
    output.flush();
    const reply = { execution_count: count, payload: displays.pages(), user_expressions: {} };
    if (!failure) return { status: 'ok', ...reply };
    if (!silent) publish('error', { ...failure });
    return { status: 'error', ...reply, ...failure };
  }

  const interrupt = interrupter(() => turn, stdin, executor, stop);
  return { execute, interrupt, executor, past };
}

export function session(parts: SessionParts): Session {
  const { channel, output, nobody, uncaught } = parts;
  const published = publication(channel, output, nobody);
  const { execute, interrupt, executor, past } = cellSession(parts, published);
  const textOf = ({ content }: Message): string => String(content.code);
  const answers: Readonly<Record<string, (request: Message) => Content | Promise<Content>>> = {
    kernel_info: kernelInfo,
    execute,
    is_complete: (request) => completeness(textOf(request)),
    complete: (request) => completion(executor, textOf(request), request.content.cursor_pos ?? 0),
    inspect: (request) => inspection(executor, textOf(request), request.content.cursor_pos ?? 0),
    history: ({ content }) => ({ status: 'ok', history: past.find(content) }),
    comm_info: () => ({ status: 'ok', comms: {} }),
  };
  return {
    async answer(request) {
      const type = request.header.msg_type;
      published.setParent(request.header);
      if (type === uncaughtRequest) {
        await pendingWorkDone();
        return { type: uncaughtReply, content: { status: 'ok', errors: uncaught.all() } };
      }
      if (type === readsRequest)
        return { type: readsReply, content: { status: 'ok', reads: reads(), storeUse: storeUse() } };
      const name = type.replace(/_request$/, '');
      return Object.hasOwn(answers, name)
        ? { type: `${name}_reply`, content: await answers[name](request) }
        : undefined;
    },
    interrupt,
  };
}
