import {
  bundleOf,
  type Content,
  cellDisplays,
  cellRuntime,
  cellScope,
  compiledCells,
  type ErrorReport,
  errorReport,
  interruptible,
  interruptionReport,
  interruptWaits,
  isInterrupted,
  pictureMetadata,
  printedText,
  type TracedCells,
  uncaughtErrors,
} from '../cell/index.js';
import { host, withSettings } from '../host/index.js';
import { cellConsole } from './cell-console.js';
import { type CellProgram, cellProgram } from './cell-program.js';
import type { FromWorker, RunEnd, ToWorker } from './protocol.js';
import { stoppable } from './stoppable.js';
import { syntaxReport } from './syntax-report.js';
import { UnreadableCell } from './type-erasure.js';

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
  take(request: ToWorker): void;
  /** What cells and the library call `console`. */
  readonly console: Partial<Console>;
  /** Takes an error of a timer or a callback. */
  uncaught(error: unknown): void;
  /** Takes a rejected promise without a handler. */
  rejected(reason: unknown, promise: Promise<unknown>): void;
  /** Takes a promise of `rejected` that has a handler now. */
  handled(promise: Promise<unknown>): void;
}

/**
 * A session without variables. It publishes its display functions under their global symbol: one session per worker.
 * @param surroundings modules and parts
 * @param post sends a message to the page
 */
export function session({ load, addPart }: Surroundings, post: (message: FromWorker) => void): Session {
  const scope = cellScope();
  const compiled = compiledCells();
  // Frames of the library lie in scripts without lines: they would say nothing.
  const cells: TracedCells = { ...compiled, outsideFrame: () => undefined };
  const waiting: (RunRequest | PartRequest)[] = [];
  const stop = stoppable();
  /** The run that the outputs belong to: the one that was begun last. */
  let current = 0;
  let isServing = false;
  let isStopped = false;

  const printed = printedText((name, text) =>
    post({ kind: 'message', run: current, type: 'stream', content: { name, text } }),
  );
  function publish(type: string, content: Content): void {
    printed.flush();
    post({ kind: 'message', run: current, type, content });
  }
  const displays = cellDisplays(publish);
  const uncaught = uncaughtErrors(cells, (text) => printed.print('stderr', text));

  async function evaluate({ cell, run }: CellProgram): Promise<void> {
    const { number } = cell;
    compiled.add(cell);
    const runtime = cellRuntime(scope, {
      load,
      wait: interruptible,
      rejected: (reason, place) => compiled.noteAwait(number, reason, place),
    });
    await stop.run(async () => run(runtime));
    const { value } = runtime;
    if (value === undefined || value === null) return;
    const data = await stop.run(() => bundleOf(value));
    publish('execute_result', { execution_count: number, data, metadata: pictureMetadata(data) });
  }

  function reportOf(thrown: unknown, { number, code }: RunRequest): ErrorReport {
    if (thrown instanceof UnreadableCell) return syntaxReport(thrown, number, code);
    return isInterrupted(thrown) ? interruptionReport(number) : errorReport(thrown, cells);
  }

  async function execute(request: RunRequest): Promise<RunEnd> {
    const { run, number, code } = request;
    const start = performance.now();
    current = run;
    isStopped = false;
    post({ kind: 'begun', run });
    displays.beginCell();
    uncaught.beginCell(number);
    let program: CellProgram | undefined;
    let failure: ErrorReport | undefined;
    try {
      program = cellProgram(number, code, scope.names());
      await withSettings({ isSketch: request.isSketch === true }, () => evaluate(program!));
    } catch (thrown) {
      failure = reportOf(thrown, request);
    }
    // A browser reports rejections in a task of its own, which may come after a turn.
    await new Promise((resolve) => setTimeout(resolve));
    await uncaught.endCell();
    for (const { data } of displays.pages()) publish('display_data', { data, metadata: {} });
    if (failure) publish('error', { ...failure });
    printed.flush();
    const { declares = [], uses = [] } = program?.emitted ?? {};
    const status = failure === undefined ? 'ok' : isStopped ? 'stopped' : 'error';
    return { kind: 'ended', run, status, seconds: (performance.now() - start) / 1000, declares, uses };
  }

  function added(text: string): { error?: string } {
    try {
      addPart(text);
      return {};
    } catch (error) {
      return { error: String(error) };
    }
  }

  async function serve(): Promise<void> {
    isServing = true;
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      if (request.kind === 'run') post(await execute(request));
      else post({ kind: 'part', name: request.name, ...added(request.text) });
    }
    isServing = false;
  }

  function stopAll(): void {
    for (const { run } of waiting.filter((request) => request.kind === 'run'))
      post({ kind: 'ended', run, status: 'stopped', seconds: 0, declares: [], uses: [] });
    waiting.splice(0, waiting.length, ...waiting.filter((request) => request.kind === 'part'));
    if (!stop.isRunning()) return;
    isStopped = true;
    interruptWaits();
    // The cell gets one turn of the event loop for its `finally` blocks; a cell that still awaits then is left behind.
    const leave = stop.leave();
    void host.turn().then(leave);
  }

  return {
    take(request) {
      if (request.kind === 'stop') return stopAll();
      waiting.push(request);
      if (!isServing) void serve();
    },
    console: cellConsole(printed.print),
    uncaught: uncaught.add,
    rejected: uncaught.addRejection,
    handled: uncaught.removeRejection,
  };
}
