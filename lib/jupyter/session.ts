import { createExecutor } from 'tslab/dist/executor';
import * as tslabJupyter from 'tslab/dist/jupyter';
import type { CellCompiler } from './cell-compiler.js';
import type { Channel, Phase } from './channel.js';
import { completeness } from './completeness.js';
import { completion, inspection } from './completion.js';
import { bundleOf, publishDisplay } from './display.js';
import { history } from './history.js';
import { input } from './input.js';
import { interruptWaits } from './interruptible.js';
import { kernelInfo } from './kernel-info.js';
import { completeBundle, pictureMetadata } from './mime-bundle.js';
import type { MimeData } from './output-list.js';
import type { PrintedOutput } from './printed-output.js';
import { watchSignal } from './process-guard.js';
import { standardInput } from './standard-input.js';
import { stoppable } from './stoppable.js';
import { property } from './thrown.js';
import { diagnosticReport, type ErrorReport, errorReport, interruptionReport } from './traceback.js';
import { type UncaughtErrors, uncaughtReply, uncaughtRequest } from './uncaught.js';
import type { Content, Header, Message } from './wire.js';

/** The state between cells and the answers to the front end's requests. */
export interface Session {
  /** Answers a request: type and content of its reply, or nothing where the protocol wants none. */
  answer(request: Message): Promise<{ type: string; content: Content } | undefined>;
  /** Stops what awaits; the transport stops what computes. */
  interrupt(): void;
}

/** Node's error for a cell whose synchronous part got a SIGINT from outside; tslab's for one that was left while it awaited. */
const isInterruption = (thrown: unknown): boolean =>
  property(thrown, 'code') === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' ||
  property(thrown, 'name') === 'Interrupted' ||
  property(thrown, 'message') === 'Interrupted asynchronously';

type Outcome = { failure: ErrorReport } | { value: unknown };

export function session(
  compiler: CellCompiler,
  channel: Channel,
  output: PrintedOutput,
  nobody: Header,
  uncaught: UncaughtErrors,
): Session {
  const past = history();
  let parent = nobody;
  let count = 0;
  /** Distinguishes a cell from the next one when an interrupt arrives between them. */
  let running = 0;
  let payload: Record<string, unknown>[] = [];
  let thrown: { value: unknown } | undefined;
  let isSilent = false;
  const questions = input(channel, output.flush);
  const stdin = standardInput(questions);
  const cell = stoppable();

  const { node } = compiler.converters;
  const convert: typeof node.convert = (...args) => {
    const converted = node.convert(...args);
    setPhase('running');
    return converted;
  };
  const executor = createExecutor(
    process.cwd(),
    { ...compiler.converters, node: { ...node, convert } },
    {
      log: () => undefined,
      error: (value) => {
        thrown = { value };
      },
    },
  );

  function publish(type: string, content: Content): void {
    output.flush();
    channel.send({ kind: 'publish', type, content, parent });
  }
  const setPhase = (phase: Phase): void => channel.send({ kind: 'phase', phase });

  function show(type: 'display_data' | 'update_display_data', bundle: MimeData, id: string | undefined): void {
    const data = completeBundle(bundle, () => '[display]');
    publish(type, {
      data,
      metadata: pictureMetadata(data),
      transient: id === undefined ? {} : { display_id: String(id) },
    });
  }
  publishDisplay({
    show: (bundle, id) => show('display_data', bundle, id),
    update: (bundle, id) => show('update_display_data', bundle, id),
    clear: (wait = false) => publish('clear_output', { wait }),
    page: (bundle) => payload.push({ source: 'page', data: completeBundle(bundle, () => ''), start: 0 }),
  });
  // tslab's own display functions write through this variable of its Jupyter module.
  (tslabJupyter as { lastWriteDisplayData: unknown }).lastWriteDisplayData = (
    { data, transient }: { data: MimeData; transient?: { display_id?: string } },
    isUpdate?: boolean,
  ) => show(isUpdate ? 'update_display_data' : 'display_data', data, transient?.display_id);

  async function run(code: string): Promise<Outcome> {
    thrown = undefined;
    compiler.begin(count, code);
    setPhase('compiling');
    try {
      const ok = await cell.run(() => executor.execute(code));
      if (compiler.diagnostics().length > 0) return { failure: diagnosticReport(compiler.diagnostics(), count, code) };
      const value = compiler.end(!ok);
      if (ok) return { value };
      const reason = (thrown as { value: unknown } | undefined)?.value;
      return { failure: isInterruption(reason) ? interruptionReport(count) : errorReport(reason, compiler) };
    } catch (error) {
      compiler.end(true);
      return { failure: isInterruption(error) ? interruptionReport(count) : errorReport(error, compiler) };
    }
  }

  async function runAndShow(code: string): Promise<ErrorReport | undefined> {
    const outcome = await run(code);
    if ('failure' in outcome) return outcome.failure;
    if (outcome.value === undefined || outcome.value === null || isSilent) return undefined;
    try {
      const data = await cell.run(() => bundleOf(outcome.value));
      past.setOutput(count, String(data['text/plain']));
      publish('execute_result', { execution_count: count, data, metadata: pictureMetadata(data) });
      return undefined;
    } catch (error) {
      return isInterruption(error) ? interruptionReport(count) : errorReport(error, compiler);
    }
  }

  /** A cell ends when its questions have their answers. */
  async function lastAnswers(): Promise<ErrorReport | undefined> {
    try {
      await cell.run(questions.answered);
      return undefined;
    } catch {
      return interruptionReport(count);
    }
  }

  async function execute(request: Message): Promise<Content> {
    const { code, silent = false, store_history = !silent } = request.content;
    if (typeof code !== 'string') {
      const evalue = `execute_request: code expects text, got ${typeof code}`;
      return { status: 'error', ename: 'TypeError', evalue, traceback: [evalue], execution_count: count };
    }
    isSilent = silent;
    payload = [];
    running++;
    if (store_history && !silent) past.add(++count, code);
    if (!silent) publish('execute_input', { code, execution_count: count });
    uncaught.beginCell(count);
    questions.beginCell(request);
    stdin.beginCell();
    const failure = (await runAndShow(code)) ?? (await lastAnswers());
    questions.endCell();
    await uncaught.endCell();
    running++;
    setPhase('idle');
    output.flush();
    if (!failure) return { status: 'ok', execution_count: count, payload, user_expressions: {} };
    if (!silent) publish('error', { ...failure });
    return { status: 'error', execution_count: count, payload, user_expressions: {}, ...failure };
  }

  async function answer(request: Message): Promise<{ type: string; content: Content } | undefined> {
    const { header, content } = request;
    parent = header;
    output.setParent(header);
    switch (header.msg_type) {
      case 'kernel_info_request':
        return { type: 'kernel_info_reply', content: kernelInfo() };
      case 'execute_request':
        return { type: 'execute_reply', content: await execute(request) };
      case 'is_complete_request':
        return { type: 'is_complete_reply', content: completeness(String(content.code)) };
      case 'complete_request':
        return { type: 'complete_reply', content: completion(executor, String(content.code), content.cursor_pos ?? 0) };
      case 'inspect_request':
        return { type: 'inspect_reply', content: inspection(executor, String(content.code), content.cursor_pos ?? 0) };
      case 'history_request':
        return { type: 'history_reply', content: { status: 'ok', history: past.find(content) } };
      case uncaughtRequest:
        return { type: uncaughtReply, content: { status: 'ok', errors: await uncaught.settled() } };
      case 'comm_info_request':
        return { type: 'comm_info_reply', content: { status: 'ok', comms: {} } };
      default:
        return undefined;
    }
  }

  return {
    answer,
    interrupt() {
      const interrupted = running;
      interruptWaits();
      stdin.interrupt();
      // A cell that keeps awaiting all the same is left behind, once its own `finally` blocks have run.
      setImmediate(() => {
        if (running !== interrupted) return;
        executor.interrupt();
        cell.stop();
        watchSignal();
      });
    },
  };
}
