import {
  type Content,
  cellDisplays,
  type ErrorReport,
  type MimeData,
  pictureMetadata,
  printedText,
  uncaughtErrors,
} from '../cell/index.js';
import { withSettings } from '../host/index.js';
import { cellConsole } from './cell-console.js';
import { type CellOutcome, type CellRunner, cellRunner } from './cell-runner.js';
import type { FromWorker, RunEnd, ToWorker } from './protocol.js';

type RunRequest = Extract<ToWorker, { kind: 'run' }>;
type PartRequest = Extract<ToWorker, { kind: 'part' }>;

/** What a session asks of the worker that it lives in. */
export interface Surroundings {
  /**
   * Gives a module that a cell imports, at once, under the name that the cell writes, such as `microcanon/energy` or
   * `node:assert/strict`: the object of an ES module's exports, or what a CommonJS package exports. Throws when there is none.
   */
  load(module: string): unknown;
  /** Evaluates the script of a part. Throws what the script throws. */
  addPart(text: string): void;
}

/** Cells on common variables, in a worker of a page. */
export interface Session {
  /** Takes a request of the page; runs and parts are done one after the other. */
  take(request: Exclude<ToWorker, { kind: 'file' }>): void;
  /** What cells and the library call `console`. */
  readonly console: Partial<Console>;
  /** Takes an error of a timer or a callback. */
  uncaught(error: unknown): void;
  /** Takes a rejected promise without a handler. */
  rejected(reason: unknown, promise: Promise<unknown>): void;
  /** Takes a promise of `rejected` that has a handler now. */
  handled(promise: Promise<unknown>): void;
}

type Post = (message: FromWorker) => void;

/** What cells print, show and throw, as messages of the run that was begun last. */
function runOutputs({ cells }: CellRunner, post: Post) {
  let current = 0;
  const send = (type: string, content: Content): void => post({ kind: 'message', run: current, type, content });
  const { print, flush } = printedText((name, text) => send('stream', { name, text }));
  function publish(type: string, content: Content): void {
    flush();
    send(type, content);
  }
  const displays = cellDisplays(publish);
  const uncaught = uncaughtErrors(cells, (text) => print('stderr', text));
  return {
    print,
    publish,
    uncaught,
    begin({ run, number }: RunRequest): void {
      flush();
      current = run;
      displays.beginCell();
      uncaught.beginCell(number);
    },
    async end(failure: ErrorReport | undefined): Promise<void> {
      // A browser reports rejections in a task of its own, which may come after a turn.
      await new Promise((resolve) => setTimeout(resolve));
      await uncaught.endCell();
      for (const { data } of displays.pages()) publish('display_data', { data, metadata: pictureMetadata(data) });
      if (failure) publish('error', { ...failure });
      flush();
    },
  };
}

const statusOf = ({ failure, isStopped }: CellOutcome): RunEnd['status'] =>
  failure === undefined ? 'ok' : isStopped ? 'stopped' : 'error';

/** Why a part could not be added; nothing when it was. */
function addition({ addPart }: Surroundings, text: string): { error?: string } {
  try {
    addPart(text);
    return {};
  } catch (error) {
    return { error: String(error) };
  }
}

/**
 * A session without variables. It publishes its display functions under their global symbol: one session per worker.
 * @param surroundings modules and parts
 * @param post sends a message to the page
 */
export function session(surroundings: Surroundings, post: Post): Session {
  const runner = cellRunner(surroundings.load);
  const outputs = runOutputs(runner, post);
  const { uncaught } = outputs;
  let waiting: (RunRequest | PartRequest)[] = [];
  let isServing = false;

  async function execute(request: RunRequest): Promise<void> {
    const { run, number, isSketch = false } = request;
    const show = (data: MimeData): void =>
      outputs.publish('execute_result', { execution_count: number, data, metadata: pictureMetadata(data) });
    const start = performance.now();
    outputs.begin(request);
    post({ kind: 'begun', run });
    const sketch = isSketch ? { isTaken: false } : undefined;
    const outcome = await withSettings({ sketch }, () => runner.run(request, show));
    await outputs.end(outcome.failure);
    const { declares, uses } = outcome;
    const seconds = (performance.now() - start) / 1000;
    const end = { status: statusOf(outcome), seconds, declares, uses, isSketch: sketch?.isTaken === true };
    post({ kind: 'ended', run, ...end });
  }

  async function serve(): Promise<void> {
    isServing = true;
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      if (request.kind === 'run') await execute(request);
      else post({ kind: 'part', name: request.name, ...addition(surroundings, request.text) });
    }
    isServing = false;
  }

  function stop(): void {
    const dropped = waiting.filter((request) => request.kind === 'run');
    waiting = waiting.filter((request) => request.kind === 'part');
    const end = { status: 'stopped', seconds: 0, declares: [], uses: [], isSketch: false } as const;
    for (const { run } of dropped) post({ kind: 'ended', run, ...end });
    runner.stop();
  }

  return {
    take(request) {
      if (request.kind === 'stop') return stop();
      waiting.push(request);
      if (!isServing) void serve();
    },
    console: cellConsole(outputs.print),
    uncaught: uncaught.add,
    rejected: uncaught.addRejection,
    handled: uncaught.removeRejection,
  };
}
