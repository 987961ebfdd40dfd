import type { CellRun, RunOptions } from './live-page.js';
import type { PageCell } from './page-cell.js';

/** Cells that run one after the other without a pause between them. */
export interface Batch {
  /** Cells so far, those that wait counted. */
  count: number;
  /** Cells that have ended. */
  done: number;
  /** Milliseconds on the page's clock. */
  readonly start: number;
  /** How the latest cell ended. */
  last?: CellRun;
  /** Whether the latest cell was a draft. */
  isDraft: boolean;
}

/** Cells that wait for their turn, and the one that runs. */
export interface RunQueue {
  /** @returns when the last of them has ended or was taken away; a failure takes away those behind it */
  add(cells: readonly PageCell[], options: RunOptions): Promise<readonly CellRun[]>;
  /** Takes away the cells that wait. */
  drop(): void;
  readonly running: PageCell | undefined;
  readonly isBusy: boolean;
  /** Resolves when nothing runs. */
  settled(): Promise<void>;
}

/** What the queue asks for and tells. */
export interface QueueHooks {
  /** Runs a cell to its end; never rejects. */
  runCell(cell: PageCell, options: RunOptions, batch: Batch): Promise<CellRun>;
  ended(run: CellRun): void;
  /** Nothing waits any more. */
  finished(batch: Batch): void;
}

/** A cell that waits; the cells of one call carry the same `call`. */
interface Waiting {
  readonly cell: PageCell;
  readonly options: RunOptions;
  readonly call: object;
  tell(run: CellRun): void;
}

/** A run that was not made, or of which nothing is known but how it ended. */
export function endedWithout(cell: PageCell, status: CellRun['status']): CellRun {
  return { cell, code: cell.code, status, seconds: 0, declares: [], uses: [], isSketch: false };
}

export function runQueue({ runCell, ended, finished }: QueueHooks): RunQueue {
  let waiting: Waiting[] = [];
  let running: PageCell | undefined;
  let batch: Batch | undefined;
  let working: Promise<void> | undefined;

  function drop(chosen: (one: Waiting) => boolean = () => true): void {
    const dropped = waiting.filter(chosen);
    waiting = waiting.filter((one) => !chosen(one));
    for (const { cell, tell } of dropped) {
      cell.restore();
      tell(endedWithout(cell, 'skipped'));
    }
  }

  /** The next cell; those that somebody adds as soon as a cell has ended belong to the same batch. */
  async function following(): Promise<Waiting | undefined> {
    if (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve));
    return waiting.shift();
  }

  async function work(): Promise<void> {
    const own: Batch = { count: waiting.length, done: 0, start: performance.now(), isDraft: false };
    batch = own;
    for (let next = await following(); next !== undefined; next = await following()) {
      const { cell, options, call, tell } = next;
      running = cell;
      own.isDraft = options.isDraft === true;
      const run = await runCell(cell, options, own);
      running = undefined;
      own.last = run;
      own.done++;
      if (run.status !== 'ok') drop((one) => one.call === call);
      ended(run);
      tell(run);
    }
    batch = undefined;
    working = undefined;
    finished(own);
  }

  return {
    add(cells, options) {
      const call = {};
      const ends = cells.map((cell) => {
        if (cell !== running) cell.enter('queued', options.isDraft ? '' : 'waits');
        return new Promise<CellRun>((tell) => waiting.push({ cell, options, call, tell }));
      });
      if (batch !== undefined) batch.count += cells.length;
      if (cells.length > 0) working ??= work();
      return Promise.all(ends);
    },
    drop: () => drop(),
    get running() {
      return running;
    },
    get isBusy() {
      return working !== undefined;
    },
    settled: async () => working,
  };
}
