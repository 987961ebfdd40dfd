import { original } from '../original.js';
import { countExecution } from './executions.js';
import type { CellRun, LiveEvent, RunOptions } from './live-page.js';
import type { PageCell } from './page-cell.js';
import { type Batch, endedWithout } from './run-queue.js';
import { type StatusBar, spoken } from './status-bar.js';
import { hasVectorInstructions } from './vector-instructions.js';
import type { WorkerSession } from './worker-session.js';

const withoutVectors =
  'This browser lacks the vector instructions of WebAssembly (SIMD): cells take longer, their numbers are the same.';

/** What a cell shows beside its button when it has ended. */
function wordsOf({ status, seconds }: CellRun): string {
  if (status === 'ok') return spoken(seconds);
  return status === 'error' ? 'failed' : 'stopped';
}

/** Runs single cells in the session's worker. */
export function cellRunner(
  session: WorkerSession,
  bar: StatusBar,
  { stop, emit }: { stop(): void; emit(event: LiveEvent): void },
): (cell: PageCell, options: RunOptions, batch: Batch) => Promise<CellRun> {
  function announce({ number }: PageCell, { count, done }: Batch): void {
    bar.say(`Cell ${number} runs${count > 1 ? `, ${done + 1} of ${count}` : ''}.`, [['Stop', stop]]);
  }

  async function runInWorker(cell: PageCell, options: RunOptions, batch: Batch): Promise<CellRun> {
    const isDraft = options.isDraft === true;
    const code = options.codeOf?.(cell) ?? cell.code;
    if (!session.isOpen) bar.say('The session starts.', [['Stop', stop]]);
    if (!hasVectorInstructions()) bar.remark(withoutVectors);
    const worker = await session.connected();
    cell.begin(isDraft);
    let isHeard = true;
    const number = countExecution(cell.element);
    const end = await worker.run({
      number,
      code,
      isSketch: isDraft,
      begun() {
        cell.enter('running');
        if (isDraft) bar.hush();
        else announce(cell, batch);
      },
      message: (type, content) => isHeard && cell.take(type, content),
      file: (path, content) => isHeard && emit({ kind: 'file', cell, path, content }),
    });
    isHeard = end !== undefined;
    const { status = 'stopped', seconds = 0, declares = [], uses = [], isSketch = false } = end ?? {};
    return { cell, code, status, seconds, declares, uses, isSketch };
  }

  return async (cell, options, batch) => {
    try {
      const run = await runInWorker(cell, options, batch);
      await cell.end(run);
      cell.enter(run.status === 'ok' ? 'done' : 'failed', wordsOf(run));
      return run;
    } catch (error) {
      cell.enter('failed', 'not run');
      bar.say(`Cells cannot run here: ${(error as Error).message}. What was ${original()} stays.`);
      return endedWithout(cell, 'stopped');
    }
  };
}
