import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { CellCompiler } from './cell-compiler.js';
import { isInterrupted } from './thrown.js';
import { errorReport, originOf } from './traceback.js';
import type { UncaughtError } from './uncaught-request.js';

/** Errors that no cell caught: errors thrown by timers and callbacks, and rejections without a handler. */
export interface UncaughtErrors {
  /** Takes an error of a timer or a callback, and shows it at once. */
  add(error: unknown): void;
  /** Takes a rejected promise, which is shown at the end of the running cell if it has no handler by then. */
  addRejection(reason: unknown, promise: Promise<unknown>): void;
  /** Removes a promise that has a handler now; if the rejection was shown, a line says that it is caught. */
  removeRejection(promise: Promise<unknown>): void;
  beginCell(cell: number): void;
  /** Shows the rejections of the cell that have no handler. */
  endCell(): Promise<void>;
  /** All uncaught errors, after waiting up to two seconds for timers, files and sockets. */
  settled(): Promise<UncaughtError[]>;
}

/** How long a rejection between two cells waits for a handler before it is shown. */
const graceMilliseconds = 100;
const settlingMilliseconds = 2000;
const settlingStep = 20;

/** Types of Node's resources whose callbacks may run code of a cell. */
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

/** Waits until timers, files and sockets of the process are done, two seconds at most. */
async function pendingWorkDone(): Promise<void> {
  const end = performance.now() + settlingMilliseconds;
  for (;;) {
    await turn();
    const isPending = process.getActiveResourcesInfo().some((resource) => pendingWork.has(resource));
    if (!isPending || performance.now() > end) return;
    await sleep(settlingStep);
  }
}

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
      // Node reports rejections after the microtasks of the cell, which have run when a turn of the event loop has passed.
      await turn();
      showWaiting();
      isRunning = false;
    },
    async settled() {
      await pendingWorkDone();
      showWaiting();
      return [...found];
    },
  };
}
