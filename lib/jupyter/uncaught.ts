import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { CellCompiler } from './cell-compiler.js';
import { isInterrupted } from './thrown.js';
import { type ErrorReport, errorReport, originOf } from './traceback.js';

/**
 * The kernel's own request on the shell channel, besides the protocol's: which errors no cell caught. Its reply has `errors`,
 * each an `UncaughtError`, and comes when the work that cells left behind has ended, after two seconds at most.
 */
export const uncaughtRequest = 'microcanon_uncaught_request';
export const uncaughtReply = 'microcanon_uncaught_reply';

/** An error that no cell caught. */
export interface UncaughtError extends ErrorReport {
  /** Execution count of the cell that it comes from: where its stack first lies, else the cell that ran when it came. */
  readonly cell: number;
  /** Whether a cell that ran has it among its outputs; false for one that came after the last cell. */
  readonly isShown: boolean;
}

/** Errors that no cell caught: what timers and callbacks throw, and rejections that nobody awaits. */
export interface UncaughtErrors {
  /** An error of a timer or a callback: shown at once. */
  add(error: unknown): void;
  /** A rejected promise: shown at the end of the cell that runs, unless somebody awaits it by then. */
  addRejection(reason: unknown, promise: Promise<unknown>): void;
  /** Somebody awaits the promise now. One that was shown already counts as caught from then on, and that is said. */
  removeRejection(promise: Promise<unknown>): void;
  beginCell(cell: number): void;
  /** Shows the rejections that the cell left to nobody. */
  endCell(): Promise<void>;
  /** All that is uncaught by now, after what timers, files and sockets still do, for two seconds at most. */
  settled(): Promise<UncaughtError[]>;
}

/** How long a rejection between two cells waits for a cell that awaits it, or for one that can show it. */
const graceMilliseconds = 100;
const settlingMilliseconds = 2000;
const settlingStep = 20;

/** Resources of the process that may still call back into what a cell started. */
const pendingWork = new Set([
  'Timeout',
  'Immediate',
  'FSReqCallback',
  'FSReqPromise',
  'ProcessWrap',
  'GetAddrInfoReqWrap',
  'TCPSocketWrap',
  'TLSWrap',
]);

export function uncaughtErrors(compiler: CellCompiler, print: (text: string) => void): UncaughtErrors {
  const found = new Set<UncaughtError>();
  const waiting = new Map<Promise<unknown>, { reason: unknown; cell: number }>();
  const shown = new WeakMap<Promise<unknown>, UncaughtError>();
  let cell = 0;
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;

  function show(error: unknown, during: number): UncaughtError {
    const report = errorReport(error, compiler);
    const origin = originOf(error, compiler);
    const uncaught = { ...report, cell: origin ?? during, isShown: isRunning };
    found.add(uncaught);
    const where = origin === undefined ? [`    while or after cell [${during}] ran`] : [];
    print(`Uncaught: ${[...report.traceback, ...where].join('\n')}\n`);
    return uncaught;
  }

  function showWaiting(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [promise, { reason, cell: during }] of waiting) shown.set(promise, show(reason, during));
    waiting.clear();
  }

  return {
    add(error) {
      if (!isInterrupted(error)) show(error, cell);
    },
    addRejection(reason, promise) {
      if (isInterrupted(reason)) return;
      waiting.set(promise, { reason, cell });
      if (!isRunning) timer ??= setTimeout(showWaiting, graceMilliseconds).unref();
    },
    removeRejection(promise) {
      const known = shown.get(promise);
      waiting.delete(promise);
      if (!known || !found.delete(known)) return;
      print(`Caught now: the ${known.ename} of cell [${known.cell}], which was shown as uncaught before.\n`);
    },
    beginCell(next) {
      clearTimeout(timer);
      timer = undefined;
      cell = next;
      isRunning = true;
    },
    async endCell() {
      // Node tells of rejections when all that follows directly from a cell's last words has run.
      await turn();
      showWaiting();
      isRunning = false;
    },
    async settled() {
      const end = performance.now() + settlingMilliseconds;
      for (;;) {
        await turn();
        const isPending = process.getActiveResourcesInfo().some((resource) => pendingWork.has(resource));
        if (!isPending || performance.now() > end) break;
        await sleep(settlingStep);
      }
      showWaiting();
      return [...found];
    },
  };
}
