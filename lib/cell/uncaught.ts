import { host } from '../host/index.js';
import { isInterrupted } from './thrown.js';
import { type ErrorReport, errorReport, originOf, type TracedCells } from './traceback.js';

/** An error that no cell caught. */
export interface UncaughtError extends ErrorReport {
  /** Execution count of the first cell in the error's stack; without one, of the cell that ran when the error came. */
  readonly cell: number;
  /** Whether the error is among the outputs of a cell; false for an error that came after the last cell. */
  readonly isShown: boolean;
}

/** Errors that no cell caught: errors thrown by timers and callbacks, and rejections without a handler. */
export interface UncaughtErrors {
  /** Takes an error of a timer or a callback, and shows it at once. */
  add(error: unknown): void;
  /** Takes a rejected promise, which is shown at the end of the running cell if it has no handler by then. */
  addRejection(reason: unknown, promise: Promise<unknown>): void;
  /** Removes a promise that has a handler now; if the rejection was shown, a line says that it is caught. */
  removeRejection(promise: Promise<unknown>): void;
  /** From now on the cell of this execution count runs. */
  beginCell(cell: number): void;
  /** Shows the rejections of the cell that have no handler. */
  endCell(): Promise<void>;
  /** All uncaught errors so far. */
  all(): UncaughtError[];
}

/** How long a rejection between two cells waits for a handler before it is shown. */
const graceMilliseconds = 100;

/**
 * Collects the errors that no cell catches, and shows them.
 * @param print gets a text for standard error
 */
export function uncaughtErrors(cells: TracedCells, print: (text: string) => void): UncaughtErrors {
  const found = new Set<UncaughtError>();
  const waiting = new Map<Promise<unknown>, { reason: unknown; cell: number }>();
  const shown = new WeakMap<Promise<unknown>, UncaughtError>();
  let cell = 0;
  let isRunning = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(error: unknown, during: number): UncaughtError {
    const report = errorReport(error, cells);
    const origin = originOf(error, cells);
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
      if (isRunning || timer !== undefined) return;
      timer = setTimeout(showWaiting, graceMilliseconds);
      // In Node, a process may end before its timers.
      (timer as { unref?(): void }).unref?.();
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
      // Rejections are reported after the microtasks of the cell, which have run when a turn of the event loop has passed.
      await host.turn();
      showWaiting();
      isRunning = false;
    },
    all() {
      showWaiting();
      return [...found];
    },
  };
}
